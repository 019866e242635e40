//! What builtins and methods of strings give back for arguments that are known, and what functions
//! make a value harmless.

use std::rc::Rc;

use super::codecs::{
    BASE64, BASE64_URL, ascii, base32, by_codec, decoded, encoded, hex, inflated, unpacked64,
};
use super::fold::{self, known};
use super::methods::method;
use super::value::{Abs, Given, Value};

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

pub(super) fn each(of: &Abs, make: &dyn Fn(&Value) -> Option<Value>) -> Abs {
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
