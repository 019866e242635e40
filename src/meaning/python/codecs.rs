//! Codecs: texts and bytes behind base64, hexadecimal digits, escapes and packing.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::fold::known;
use super::value::Value;

/// What is unpacked is not longer than this.
pub(super) const UNPACKED: usize = 1 << 20;

const PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, PADDING);
pub(super) const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, PADDING);

pub(super) fn decoded(value: &Value) -> Option<Value> {
    match value {
        Value::Bytes(bytes) => {
            let text: String = match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
            };
            Some(known(&text))
        }
        Value::Text(_) => Some(value.clone()),
        _ => None,
    }
}

pub(super) fn encoded(value: &Value) -> Option<Value> {
    match value {
        Value::Text(_) => Some(Value::Bytes(value.string()?.as_bytes().into())),
        Value::Bytes(_) => Some(value.clone()),
        _ => None,
    }
}

/// What a codec of Python that is not about letters makes of a value.
pub(super) fn by_codec(value: &Value, codec: &str) -> Option<Value> {
    let codec = codec.to_ascii_lowercase().replace(['-', '_'], "");
    let codec = codec.trim_end_matches("codec");
    match codec {
        "rot13" => {
            let turn = |c: char| match c {
                'a'..='m' | 'A'..='M' => char::from(u8::try_from(c).unwrap_or(0) + 13),
                'n'..='z' | 'N'..='Z' => char::from(u8::try_from(c).unwrap_or(13) - 13),
                other => other,
            };
            Some(known(
                &value.string()?.chars().map(turn).collect::<String>(),
            ))
        }
        "hex" => match value {
            Value::Bytes(_) | Value::Text(_) => {
                hex(&ascii(value)?).map(|bytes| Value::Bytes(bytes.into()))
            }
            _ => None,
        },
        "base64" => unpacked64(value, &BASE64),
        "zlib" | "zip" => match value {
            Value::Bytes(bytes) => inflated(bytes).map(|bytes| Value::Bytes(bytes.into())),
            _ => None,
        },
        "unicodeescape" | "rawunicodeescape" => Some(known(&unescaped(&ascii(value)?))),
        "utf16le" | "utf16" => match value {
            Value::Bytes(bytes) => {
                let units = bytes.chunks_exact(2).filter_map(|pair| match pair {
                    [low, high] => Some(u16::from_le_bytes([*low, *high])),
                    _ => None,
                });
                let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
                Some(known(text.trim_start_matches('\u{feff}')))
            }
            _ => None,
        },
        _ if is_utf8(codec) => decoded(value),
        _ => None,
    }
}

/// Escapes of the kinds `\x41`, `\u0041`, `\101` and `\n`.
pub(super) fn unescaped(text: &str) -> String {
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        made.push_str(before);
        let width = match after.bytes().next() {
            Some(b'x') => 2,
            Some(b'u') => 4,
            Some(b'U') => 8,
            _ => 0,
        };
        let digits = after.get(1..1 + width);
        let code = digits.filter(|_| width > 0);
        let code = code.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let Some(letter) = code.and_then(char::from_u32) {
            made.push(letter);
            rest = after.get(1 + width..).unwrap_or_default();
            continue;
        }
        let octal: String = after
            .chars()
            .take(3)
            .take_while(|c| ('0'..='7').contains(c))
            .collect();
        if let Ok(code) = u32::from_str_radix(&octal, 8) {
            made.extend(char::from_u32(code));
            rest = after.get(octal.len()..).unwrap_or_default();
            continue;
        }
        let mut letters = after.chars();
        match letters.next() {
            Some('n') => made.push('\n'),
            Some('t') => made.push('\t'),
            Some(other) => made.push(other),
            None => {}
        }
        rest = letters.as_str();
    }
    made.push_str(rest);
    made
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    let both = |byte: &u8| [digit(byte >> 4), digit(byte & 0xF)];
    bytes.iter().flat_map(both).collect()
}

pub(super) fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16))
        .collect::<Option<_>>()?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    });
    pairs.collect()
}

pub(super) fn base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for letter in text.trim_end_matches('=').bytes() {
        let digit = match letter.to_ascii_uppercase() {
            upper @ b'A'..=b'Z' => upper - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        bits = (bits << 5) | u32::from(digit);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xFF).unwrap_or(0));
        }
    }
    Some(bytes)
}

pub(super) fn unpacked64(value: &Value, engine: &GeneralPurpose) -> Option<Value> {
    let text: String = ascii(value)?
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let bytes = engine.decode(text.trim_end_matches('=')).ok()?;
    Some(Value::Bytes(bytes.into()))
}

/// What was packed with zlib, gzip or without any head.
pub(super) fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
    use miniz_oxide::inflate::{decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit};
    if let Ok(made) = decompress_to_vec_zlib_with_limit(bytes, UNPACKED) {
        return Some(made);
    }
    // A head of gzip without name or comment.
    let body = bytes
        .strip_prefix(&[0x1F, 0x8B, 8, 0])
        .and_then(|rest| rest.get(6..));
    decompress_to_vec_with_limit(body.unwrap_or(bytes), UNPACKED).ok()
}

pub(super) fn is_utf8(codec: &str) -> bool {
    let codec = codec.to_ascii_lowercase().replace(['-', '_'], "");
    matches!(
        codec.as_str(),
        "utf8" | "ascii" | "latin1" | "iso88591" | "utf" | "usascii"
    )
}

pub(super) fn ascii(value: &Value) -> Option<String> {
    match value {
        Value::Bytes(bytes) => String::from_utf8(bytes.to_vec()).ok(),
        _ => value.string().map(|text| text.to_string()),
    }
}
