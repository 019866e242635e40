//! What the methods of strings, bytes and lists give back.

use std::rc::Rc;

use super::builtin::each;
use super::codecs::{UNPACKED, by_codec, decoded, encoded, hexadecimal, is_utf8};
use super::fold::{self, filled, format_parts, known};
use super::value::{Abs, Given, Value};

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

pub(super) fn formatted(of: &Abs, given: &Given) -> Abs {
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

pub(super) fn joined(of: &Abs, items: Option<&Abs>) -> Abs {
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

pub(super) fn replaced(of: &Abs, given: &Given) -> Abs {
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

pub(super) fn stripped(of: &Abs, letters: Option<&Abs>, start: bool, end: bool) -> Abs {
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

pub(super) fn split(of: &Abs, by: Option<&Abs>) -> Abs {
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
