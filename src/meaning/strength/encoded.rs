//! What a value in hexadecimal or base64 stands for.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::runs::period;
use crate::meaning::forbidden::bytes;

/// Longer values are looked at only so far, a multiple of what each encoding takes at a time.
const MOST: usize = 4096;

/// Shorter ones are words.
const FEWEST: usize = 12;

/// The bytes behind a value.
pub(super) struct Decoded {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The bytes as a text, where they are one.
    pub text: Option<String>,
    /// Whether nobody would write the value otherwise: hexadecimal, or base64 with its signs.
    pub is_sure: bool,
}

impl Decoded {
    /// The length in bits.
    pub(super) fn bits(&self) -> u32 {
        u32::try_from(self.bytes.len().saturating_mul(8)).unwrap_or(u32::MAX)
    }
}

/// Decodes hexadecimal or base64 in either alphabet, with or without padding.
pub(super) fn decode(value: &str) -> Option<Decoded> {
    if value.len() < FEWEST || !value.is_ascii() {
        return None;
    }
    let value = value.get(..MOST).unwrap_or(value);
    if let Some(bytes) = hexadecimal(value) {
        return Some(decoded(bytes, true));
    }
    let forgiving = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engines = [(&STANDARD, "+/="), (&URL_SAFE, "=")];
    engines.iter().find_map(|(alphabet, signs)| {
        let engine = GeneralPurpose::new(alphabet, forgiving);
        let bytes = engine.decode(value).ok()?;
        Some(decoded(bytes, value.contains(|own| signs.contains(own))))
    })
}

/// The bytes of hexadecimal digits in one case, an even number of them. Digits alone are a number.
fn hexadecimal(value: &str) -> Option<Vec<u8>> {
    let has = |kind: fn(char) -> bool| value.contains(kind);
    let is_mixed = has(|own| own.is_ascii_uppercase()) && has(|own| own.is_ascii_lowercase());
    let is_number = !has(|own| own.is_ascii_alphabetic()) && value.len() < 32;
    if is_mixed || is_number {
        return None;
    }
    bytes(value)
}

fn decoded(bytes: Vec<u8>, is_sure: bool) -> Decoded {
    let is_text = bytes
        .iter()
        .all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    // A line end at the end comes from `echo secret | base64`.
    let ends = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let is_line = ends
        .iter()
        .all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    let text = (is_text || is_line).then(|| ends.to_vec());
    let text = text.and_then(|text| String::from_utf8(text).ok());
    Decoded {
        bytes,
        text: text.filter(|text| !text.is_empty()),
        is_sure,
    }
}

/// Whether bytes are a block over and over, a count, or few different ones.
pub(super) fn is_uniform(bytes: &[u8]) -> bool {
    if bytes.len() < 8 {
        return false;
    }
    let mut seen = [false; 256];
    for byte in bytes {
        if let Some(place) = seen.get_mut(usize::from(*byte)) {
            *place = true;
        }
    }
    let different = seen.iter().filter(|is_there| **is_there).count();
    let steps: Vec<u8> = bytes
        .iter()
        .zip(bytes.iter().skip(1))
        .map(|(a, b)| b.wrapping_sub(*a))
        .collect();
    let is_count = steps.iter().all(|step| steps.first() == Some(step));
    different <= bytes.len().min(16) / 4 || is_count || period(bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        for (value, length, text, sure) in [
            ("00112233445566778899aabbccddeeff", 16, None, true),
            (
                "MDEyMzQ1Njc4OWFiY2RlZg==",
                16,
                Some("0123456789abcdef"),
                true,
            ),
            (
                "MDEyMzQ1Njc4OWFiY2RlZg",
                16,
                Some("0123456789abcdef"),
                false,
            ),
            ("c2VjcmV0LXNlY3JldAo=", 14, Some("secret-secret"), true),
            ("_-_-_-_-_-_-_-_-", 12, None, false),
        ] {
            let decoded = decode(value).expect(value);
            assert_eq!(decoded.bytes.len(), length, "{value}");
            assert_eq!(decoded.text.as_deref(), text, "{value}");
            assert_eq!(decoded.is_sure, sure, "{value}");
        }
        for value in ["short", "not base64 at all!", "金丝雀密码密码密码"] {
            assert!(decode(value).is_none(), "{value}");
        }
    }

    #[test]
    fn what_repeats_or_counts_is_uniform() {
        let counted: Vec<u8> = (0..16).collect();
        for bytes in [&[0; 16][..], b"abcdabcdabcd", &counted] {
            assert!(is_uniform(bytes));
        }
        for bytes in [&b"\x9f\x01\x77\xc3\x10\xee\x52\x84\xab"[..], b"aaaa"] {
            assert!(!is_uniform(bytes));
        }
    }
}
