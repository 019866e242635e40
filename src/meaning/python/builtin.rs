//! What builtins and methods of strings give back for arguments that are known, and what functions
//! make a value harmless.

use std::rc::Rc;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::fold::{self, filled, format_parts, known};
use super::value::{Abs, Given, Value};

/// What is unpacked is not longer than this.
const UNPACKED: usize = 1 << 20;

const PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, PADDING);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, PADDING);

/// Functions whose results can do no harm in a command or a path, whatever goes in.
const CLEANING: [&str; 24] = [
    "shlex.join",
    "subprocess.list2cmdline",
    "int",
    "float",
    "bool",
    "len",
    "ord",
    "hash",
    "id",
    "abs",
    "round",
    "isinstance",
    "hasattr",
    "callable",
    "shlex.quote",
    "pipes.quote",
    "uuid.UUID",
    "ipaddress.ip_address",
    "ipaddress.IPv4Address",
    "ipaddress.IPv6Address",
    "datetime.date.fromisoformat",
    "datetime.datetime.strptime",
    "decimal.Decimal",
    "hashlib.sha256",
];

/// Whether what a function gives back is harmless.
pub(super) fn cleans(name: &str) -> bool {
    CLEANING.contains(&name)
}

/// What a builtin gives back; none where that is not known.
pub(super) fn call(name: &str, given: &Given) -> Option<Abs> {
    let first = given.places.first();
    if cleans(name) {
        let only = first.and_then(Abs::only);
        return Some(match (name, only) {
            ("int", Some(Value::Int(number))) => Value::Int(*number).into(),
            ("int", Some(own @ Value::Text(_))) => {
                number(own, given).map_or_else(Abs::safe_text, |number| Value::Int(number).into())
            }
            ("bool", _) => match first.map(Abs::truth) {
                Some(Some(truth)) => Value::Bool(truth).into(),
                None => Value::Bool(false).into(),
                _ => Abs::from(Value::Bool(true)).or(&Value::Bool(false).into()),
            },
            ("ord", Some(own @ Value::Text(_))) => {
                let letter = own.string().and_then(|text| text.chars().next());
                letter.map_or(Value::Plain.into(), |c| {
                    Value::Int(u32::from(c).into()).into()
                })
            }
            ("len", Some(Value::Items(items))) => {
                Value::Int(i64::try_from(items.len()).unwrap_or(i64::MAX)).into()
            }
            ("int" | "float" | "len" | "ord" | "abs" | "round" | "hash" | "id", _) => {
                Value::Plain.into()
            }
            ("isinstance" | "hasattr" | "callable", _) => {
                Abs::from(Value::Bool(true)).or(&Value::Bool(false).into())
            }
            ("shlex.quote" | "pipes.quote", Some(own)) if own.string().is_some() => {
                own.clone().into()
            }
            _ => Abs::safe_text(),
        });
    }
    let Some(first) = first else {
        return match name {
            "pathlib.Path.home" => Some(Abs::text("~")),
            "pathlib.Path.cwd" | "os.getcwd" => Some(Abs::text(".")),
            "str" => Some(Abs::text("")),
            "list" | "tuple" | "set" | "frozenset" => Some(Abs::items([])),
            "dict" => {
                let pairs = given.names.iter();
                let pairs = pairs.map(|(name, value)| (Abs::text(name), value.clone()));
                let mut whole = Abs::from(Value::Dict(pairs.collect()));
                if let Some(bad) = given.taint() {
                    whole = whole.made_of(&bad);
                }
                Some(whole)
            }
            _ => None,
        };
    };
    let each = |make: &dyn Fn(&Value) -> Option<Value>| each(first, make);
    Some(match name {
        "str" if given.places.len() > 1 || given.get(9, "encoding").is_some() => each(&decoded),
        "str" | "repr" | "ascii" | "format" => fold::as_text(first),
        "chr" => each(&|value| match value {
            Value::Int(code) => {
                let letter = u32::try_from(*code).ok().and_then(char::from_u32)?;
                Some(known(letter.encode_utf8(&mut [0; 4])))
            }
            _ => None,
        }),
        "bytes" | "bytearray" if given.places.len() > 1 => each(&encoded),
        "bytes" | "bytearray" => each(&|value| match value {
            Value::Bytes(bytes) => Some(Value::Bytes(Rc::clone(bytes))),
            Value::Items(_) => of_items(value).map(|bytes| Value::Bytes(bytes.into())),
            _ => None,
        }),
        "bytes.fromhex" | "bytearray.fromhex" | "binascii.unhexlify" | "binascii.a2b_hex" => {
            each(&|value| hex(&ascii(value)?).map(|bytes| Value::Bytes(bytes.into())))
        }
        "base64.b64decode"
        | "base64.standard_b64decode"
        | "base64.decodebytes"
        | "binascii.a2b_base64" => each(&|value| unpacked64(value, &BASE64)),
        "base64.urlsafe_b64decode" => each(&|value| unpacked64(value, &BASE64_URL)),
        "base64.b16decode" => {
            each(&|value| hex(&ascii(value)?).map(|bytes| Value::Bytes(bytes.into())))
        }
        "base64.b32decode" => {
            each(&|value| base32(&ascii(value)?).map(|bytes| Value::Bytes(bytes.into())))
        }
        "base64.b85decode" | "base64.a85decode" => first.clone(),
        "zlib.decompress" | "gzip.decompress" => each(&|value| match value {
            Value::Bytes(bytes) => inflated(bytes).map(|bytes| Value::Bytes(bytes.into())),
            _ => None,
        }),
        "codecs.decode" | "codecs.encode" => {
            let codec = given
                .get(1, "encoding")
                .and_then(|codec| codec.strings().next());
            let codec = codec.unwrap_or_else(|| "utf-8".into());
            each(&|value| by_codec(value, &codec))
        }
        "urllib.parse.unquote" | "urllib.parse.unquote_plus" => each(&|value| {
            let text = value.string()?;
            let decoded = percent_encoding::percent_decode_str(&text)
                .decode_utf8()
                .ok()?;
            Some(known(&decoded))
        }),
        "reversed" => match fold::items(first) {
            Some(mut items) => {
                items.reverse();
                Abs::items(items).made_of(first)
            }
            None => Abs::unknown().made_of(first),
        },
        "list" | "tuple" | "set" | "frozenset" | "sorted" | "iter" => match fold::items(first) {
            Some(items) => Abs::items(items).made_of(first),
            None => first.clone(),
        },
        "dict" => {
            let Some(Value::Dict(items)) = first.only() else {
                return Some(Abs::unknown().made_of(first));
            };
            let more = given.names.iter();
            let more = more.map(|(name, value)| (Abs::text(name), value.clone()));
            Abs::from(Value::Dict(items.iter().cloned().chain(more).collect())).made_of(first)
        }
        "str.join" | "bytes.join" | "str.format" | "str.replace" | "str.lower" | "str.upper"
        | "str.strip" | "bytes.decode" | "str.encode" | "str.translate" => {
            let rest = Given {
                places: given.places.iter().skip(1).cloned().collect(),
                ..given.clone()
            };
            let name = name.rsplit('.').next().unwrap_or_default();
            method(first, name, &rest)
        }
        "os.path.join" | "posixpath.join" | "pathlib.Path" | "pathlib.PurePath"
        | "pathlib.PosixPath" => path(given),
        "os.path.expanduser" | "os.path.abspath" | "os.path.realpath" | "os.path.normpath"
        | "os.fspath" | "os.fsencode" | "os.fsdecode" | "textwrap.dedent" | "inspect.cleandoc"
        | "io.StringIO" | "io.BytesIO" => first.clone(),
        "shlex.split" => match first.only().and_then(Value::string) {
            Some(text) => Abs::items(text.split_whitespace().map(Abs::text)),
            None => {
                let mut whole = Abs::items([Abs::unknown().made_of(first)]).made_of(first);
                whole.is_open = true;
                whole
            }
        },
        _ => return None,
    })
}

/// Parts joined as a path.
fn path(given: &Given) -> Abs {
    let mut whole = Abs::text("");
    for (place, part) in given.places.iter().enumerate() {
        let text = fold::as_text(part);
        let is_absolute = text
            .values
            .iter()
            .any(|value| value.start().is_some_and(|s| s.starts_with('/')));
        if place == 0 || is_absolute && text.is_constant() {
            whole = text;
            continue;
        }
        let ends = whole
            .values
            .iter()
            .all(|value| value.string().is_some_and(|s| s.ends_with('/')));
        if !ends {
            whole = fold::operation(
                crate::syntax::python::Operator::Add,
                &whole,
                &Abs::text("/"),
            );
        }
        whole = fold::operation(crate::syntax::python::Operator::Add, &whole, &text);
    }
    whole
}

fn each(of: &Abs, make: &dyn Fn(&Value) -> Option<Value>) -> Abs {
    let mut found = Abs::default();
    for value in of.values.iter() {
        found = match make(value) {
            Some(value) => found.or(&value.into()),
            None => found.or(&Abs::unknown()),
        };
    }
    if of.is_open || found.is_nothing() {
        found = found.or(&Abs::unknown());
    }
    found.made_of(of)
}

/// What a method of a string, of bytes or of a list gives back.
pub(super) fn method(of: &Abs, name: &str, given: &Given) -> Abs {
    let first = given.places.first();
    let text = |make: &dyn Fn(&str) -> String| {
        each(of, &|value| match value {
            Value::Bytes(bytes) => {
                let text = std::str::from_utf8(bytes).ok()?;
                Some(Value::Bytes(make(text).into_bytes().into()))
            }
            _ => Some(known(&make(&value.string()?))),
        })
    };
    let made = match name {
        "format" | "format_map" => formatted(of, given),
        "join" => joined(of, first),
        "replace" => replaced(of, given),
        "lower" | "casefold" => text(&str::to_lowercase),
        "upper" => text(&str::to_uppercase),
        "strip" => stripped(of, first, true, true),
        "lstrip" => stripped(of, first, true, false),
        "rstrip" => stripped(of, first, false, true),
        "swapcase" => text(&|text| {
            let swap = |c: char| {
                if c.is_uppercase() {
                    c.to_ascii_lowercase()
                } else {
                    c.to_ascii_uppercase()
                }
            };
            text.chars().map(swap).collect()
        }),
        "title" | "capitalize" => text(&|text| {
            let mut letters = text.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            first
                .into_iter()
                .chain(letters.map(|c| c.to_ascii_lowercase()))
                .collect()
        }),
        "removeprefix" | "removesuffix" => {
            let cut = first
                .and_then(|cut| cut.strings().next())
                .unwrap_or_default();
            text(&|text| {
                let rest = if name == "removeprefix" {
                    text.strip_prefix(&*cut)
                } else {
                    text.strip_suffix(&*cut)
                };
                rest.unwrap_or(text).to_owned()
            })
        }
        "encode" => match first.and_then(|codec| codec.strings().next()) {
            Some(codec) if !is_utf8(&codec) => each(of, &|value| by_codec(value, &codec)),
            _ => each(of, &encoded),
        },
        "decode" => match first.and_then(|codec| codec.strings().next()) {
            Some(codec) if !is_utf8(&codec) => each(of, &|value| by_codec(value, &codec)),
            _ => each(of, &decoded),
        },
        "split" | "splitlines" | "rsplit" | "partition" => split(of, first),
        "hex" => each(of, &|value| match value {
            Value::Bytes(bytes) => Some(known(&hexadecimal(bytes))),
            _ => None,
        }),
        "translate" => Abs::unknown().made_of(of),
        "zfill" | "ljust" | "rjust" | "center" | "expandtabs" => of.clone(),
        "copy" => of.clone(),
        "pop" | "__getitem__" | "index" | "count" | "find" => match (name, of.only()) {
            ("pop", Some(Value::Items(items))) => Abs::any(items.iter().cloned()),
            _ => Value::Plain.into(),
        },
        "startswith" | "endswith" | "isdigit" | "isalnum" | "isalpha" => {
            Abs::from(Value::Bool(true)).or(&Value::Bool(false).into())
        }
        "fromhex" => Abs::unknown(),
        _ => Abs::unknown().made_of(of),
    };
    match given.taint() {
        Some(bad) => made.made_of(&bad),
        None => made,
    }
}

fn formatted(of: &Abs, given: &Given) -> Abs {
    let mut found = Abs::default();
    for template in of.values.iter() {
        let Some(text) = template.string() else {
            found = found.or(&Abs::unknown());
            continue;
        };
        let (parts, keys) = format_parts(&text);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let mapping = given.places.first().and_then(Abs::only);
        let fillings: Vec<Abs> = keys
            .iter()
            .map(|key| {
                let root = key.split(['.', '[']).next().unwrap_or_default();
                let is_whole = root.len() == key.len();
                let value = match root.parse::<usize>() {
                    Ok(place) => given.places.get(place).cloned(),
                    Err(_) => {
                        let named = given.names.iter().find(|(own, _)| &**own == root);
                        let named = named.map(|(_, value)| value.clone());
                        named.or_else(|| match mapping {
                            Some(Value::Dict(items)) => {
                                let key = Abs::text(root);
                                let mut items = items.iter();
                                let item = items.find(|(own, _)| own.values == key.values);
                                item.map(|(_, value)| value.clone())
                            }
                            _ => None,
                        })
                    }
                };
                match value {
                    Some(value) if is_whole => value,
                    Some(value) => Abs::unknown().made_of(&value),
                    None => Abs::unknown(),
                }
            })
            .collect();
        found = found.or(&filled(&parts, &fillings));
    }
    if of.is_open {
        found = found.or(&Abs::unknown());
    }
    found.made_of(of)
}

fn joined(of: &Abs, items: Option<&Abs>) -> Abs {
    let Some(between) = of.values.first() else {
        return Abs::unknown();
    };
    let items_of = items.and_then(fold::items);
    if let (Value::Bytes(between), Some(items)) = (between, &items_of) {
        let mut whole = Vec::new();
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                whole.extend_from_slice(between);
            }
            match item.only() {
                Some(Value::Bytes(bytes)) => whole.extend_from_slice(bytes),
                _ => return Abs::unknown(),
            }
        }
        return Value::Bytes(whole.into()).into();
    }
    let taint = items.cloned().unwrap_or_default();
    match items_of {
        Some(items) if items.len() <= 4096 => {
            let between = Abs::from(between.clone());
            let mut whole = Abs::text("");
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    whole = fold::operation(crate::syntax::python::Operator::Add, &whole, &between);
                }
                let item = fold::as_text(item);
                whole = fold::operation(crate::syntax::python::Operator::Add, &whole, &item);
            }
            whole.made_of(&taint)
        }
        _ if taint.is_constant() => Abs::safe_text(),
        _ => Abs::unknown().made_of(&taint),
    }
}

fn replaced(of: &Abs, given: &Given) -> Abs {
    let part = |place: usize| {
        let part = given
            .places
            .get(place)
            .and_then(|part| part.only().cloned());
        part.and_then(|part| match part {
            Value::Bytes(bytes) => std::str::from_utf8(&bytes).ok().map(Rc::from),
            other => other.string(),
        })
    };
    match (part(0), part(1)) {
        (Some(from), Some(to)) => each(of, &|value| match value {
            Value::Bytes(bytes) => {
                let text = std::str::from_utf8(bytes).ok()?.replace(&*from, &to);
                Some(Value::Bytes(text.into_bytes().into()))
            }
            _ => {
                let text = value.string()?;
                (text.len().saturating_mul(to.len() + 1) <= UNPACKED)
                    .then(|| known(&text.replace(&*from, &to)))
            }
        }),
        _ => {
            let mut found = of.clone();
            for value in &given.places {
                found = found.or(&Abs::unknown().made_of(value));
            }
            found
        }
    }
}

fn stripped(of: &Abs, letters: Option<&Abs>, start: bool, end: bool) -> Abs {
    let letters = letters.and_then(|letters| letters.strings().next());
    each(of, &|value| {
        let text = value.string()?;
        let is_cut = |c: char| match &letters {
            Some(letters) => letters.contains(c),
            None => c.is_whitespace(),
        };
        let mut rest = &*text;
        if start {
            rest = rest.trim_start_matches(is_cut);
        }
        if end {
            rest = rest.trim_end_matches(is_cut);
        }
        Some(known(rest))
    })
}

fn split(of: &Abs, by: Option<&Abs>) -> Abs {
    let by = by.and_then(|by| by.strings().next());
    let made = each(of, &|value| {
        let text = value.string()?;
        let parts: Vec<Abs> = match &by {
            Some(by) if !by.is_empty() => text.split(&**by).map(Abs::text).collect(),
            _ => text.split_whitespace().map(Abs::text).collect(),
        };
        (parts.len() <= 1024).then(|| Value::Items(parts.into()))
    });
    if made.values.is_empty() {
        let mut list = Abs::items([Abs::unknown().made_of(of)]).made_of(of);
        list.is_open = true;
        return list;
    }
    made
}

fn number(text: &Value, given: &Given) -> Option<i64> {
    let text = text.string()?;
    let base = match given.get(1, "base").and_then(Abs::only) {
        Some(Value::Int(base)) => u32::try_from(*base)
            .ok()
            .filter(|base| (2..=36).contains(base))?,
        Some(_) => return None,
        None => 10,
    };
    let text = text.trim().replace('_', "");
    let text = match base {
        16 => text.trim_start_matches("0x"),
        8 => text.trim_start_matches("0o"),
        2 => text.trim_start_matches("0b"),
        _ => &text,
    };
    i64::from_str_radix(text, base).ok()
}

fn of_items(value: &Value) -> Option<Vec<u8>> {
    let Value::Items(items) = value else {
        return None;
    };
    items
        .iter()
        .map(|item| match item.only() {
            Some(Value::Int(byte)) => u8::try_from(*byte).ok(),
            _ => None,
        })
        .collect()
}

fn ascii(value: &Value) -> Option<String> {
    match value {
        Value::Bytes(bytes) => String::from_utf8(bytes.to_vec()).ok(),
        _ => value.string().map(|text| text.to_string()),
    }
}

fn is_utf8(codec: &str) -> bool {
    let codec = codec.to_ascii_lowercase().replace(['-', '_'], "");
    matches!(
        codec.as_str(),
        "utf8" | "ascii" | "latin1" | "iso88591" | "utf" | "usascii"
    )
}

fn decoded(value: &Value) -> Option<Value> {
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

fn encoded(value: &Value) -> Option<Value> {
    match value {
        Value::Text(_) => Some(Value::Bytes(value.string()?.as_bytes().into())),
        Value::Bytes(_) => Some(value.clone()),
        _ => None,
    }
}

/// What a codec of Python that is not about letters makes of a value.
fn by_codec(value: &Value, codec: &str) -> Option<Value> {
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
fn unescaped(text: &str) -> String {
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

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    let both = |byte: &u8| [digit(byte >> 4), digit(byte & 0xF)];
    bytes.iter().flat_map(both).collect()
}

fn hex(text: &str) -> Option<Vec<u8>> {
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

fn base32(text: &str) -> Option<Vec<u8>> {
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

fn unpacked64(value: &Value, engine: &GeneralPurpose) -> Option<Value> {
    let text: String = ascii(value)?
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let bytes = engine.decode(text.trim_end_matches('=')).ok()?;
    Some(Value::Bytes(bytes.into()))
}

/// What was packed with zlib, gzip or without any head.
fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
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
