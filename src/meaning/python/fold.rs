//! What operators and methods make of strings, bytes and numbers that are known.

use std::rc::Rc;

use super::value::{Abs, Piece, Value};
use crate::syntax::python::Operator;

/// Longer strings are not built: of them only the start matters.
const LONGEST: usize = 64 << 10;

/// A value as `str()` makes it, for an f-string.
pub(super) fn as_text(value: &Abs) -> Abs {
    let all = value.values.iter().map(|one| match one {
        Value::Text(_) => one.clone().into(),
        Value::Int(number) => Abs::text(&number.to_string()),
        Value::Bool(true) => Abs::text("True"),
        Value::Bool(false) => Abs::text("False"),
        Value::None => Abs::text("None"),
        Value::Plain => Abs::safe_text(),
        _ => hole(),
    });
    let mut text = Abs::any(all.collect::<Vec<_>>());
    if value.is_open || text.is_nothing() {
        text = text.or(&hole());
    }
    text.made_of(value)
}

fn hole() -> Abs {
    Value::Text(Rc::new([Piece::Hole { is_safe: false }])).into()
}

/// Each with each, where there are not too many.
fn pairs(left: &Abs, right: &Abs, make: impl Fn(&Value, &Value) -> Option<Value>) -> Abs {
    let mut found = Abs::default();
    for a in left.values.iter() {
        for b in right.values.iter() {
            found = match make(a, b) {
                Some(value) => found.or(&value.into()),
                None => found.or(&Abs::unknown()),
            };
        }
    }
    if left.is_open || right.is_open || found.is_nothing() {
        found = found.or(&Abs::unknown());
    }
    found.made_of(left).made_of(right)
}

/// What an operator makes of two values.
pub(super) fn operation(operator: Operator, left: &Abs, right: &Abs) -> Abs {
    match operator {
        Operator::Add => added(left, right),
        Operator::Mod => {
            let is_text = left
                .values
                .iter()
                .any(|value| matches!(value, Value::Text(_)));
            if is_text {
                return percent(left, right);
            }
            numbers(operator, left, right)
        }
        // Parts of a path.
        Operator::Div => {
            let is_text =
                |value: &Abs| value.values.iter().any(|one| matches!(one, Value::Text(_)));
            if is_text(left) || is_text(right) {
                return added(&added(left, &Abs::text("/")), right);
            }
            numbers(Operator::Other, left, right)
        }
        Operator::Mult => pairs(left, right, |a, b| match (a, b) {
            (Value::Text(_), Value::Int(times)) | (Value::Int(times), Value::Text(_)) => {
                let text = a.string().or_else(|| b.string())?;
                let times = usize::try_from(*times).unwrap_or(0);
                (text.len().saturating_mul(times) <= LONGEST).then(|| known(&text.repeat(times)))
            }
            (Value::Int(a), Value::Int(b)) => a.checked_mul(*b).map(Value::Int),
            (Value::Items(items), Value::Int(times)) => {
                let times = usize::try_from(*times).unwrap_or(0);
                let is_small = items.len().saturating_mul(times) <= 256;
                is_small.then(|| {
                    let all = std::iter::repeat_n(items.iter(), times);
                    Value::Items(all.flatten().cloned().collect())
                })
            }
            _ => None,
        }),
        _ => numbers(operator, left, right),
    }
}

fn numbers(operator: Operator, left: &Abs, right: &Abs) -> Abs {
    pairs(left, right, |a, b| match (operator, a, b) {
        (Operator::Sub, Value::Int(a), Value::Int(b)) => a.checked_sub(*b).map(Value::Int),
        (Operator::BitXor, Value::Int(a), Value::Int(b)) => Some(Value::Int(a ^ b)),
        (Operator::BitAnd, Value::Int(a), Value::Int(b)) => Some(Value::Int(a & b)),
        (Operator::BitOr, Value::Int(a), Value::Int(b)) => Some(Value::Int(a | b)),
        (Operator::Mod, Value::Int(a), Value::Int(b)) => a.checked_rem_euclid(*b).map(Value::Int),
        (Operator::FloorDiv, Value::Int(a), Value::Int(b)) => {
            a.checked_div_euclid(*b).map(Value::Int)
        }
        (Operator::LShift, Value::Int(a), Value::Int(b)) => {
            let by = u32::try_from(*b).ok().filter(|by| *by < 32)?;
            a.checked_mul(1_i64 << by).map(Value::Int)
        }
        (Operator::RShift, Value::Int(a), Value::Int(b)) => {
            let by = u32::try_from(*b).ok().filter(|by| *by < 63)?;
            Some(Value::Int(a >> by))
        }
        // A dictionary and another one.
        (Operator::BitOr, Value::Dict(a), Value::Dict(b)) => {
            let kept = a
                .iter()
                .filter(|(key, _)| !b.iter().any(|(other, _)| other == key));
            Some(Value::Dict(kept.chain(b.iter()).cloned().collect()))
        }
        (Operator::Other, Value::Plain | Value::Int(_), Value::Plain | Value::Int(_)) => {
            Some(Value::Plain)
        }
        _ => None,
    })
}

fn added(left: &Abs, right: &Abs) -> Abs {
    let is_text = |value: &Abs| value.values.iter().any(|one| matches!(one, Value::Text(_)));
    let (left, right) = match (is_text(left), is_text(right)) {
        (true, _) if left.values.len() <= 4 => (left.clone(), as_text_only(right)),
        (_, true) => (as_text_only(left), right.clone()),
        _ => (left.clone(), right.clone()),
    };
    pairs(&left, &right, |a, b| match (a, b) {
        (Value::Text(a), Value::Text(b)) => Some(concatenated(a, b)),
        (Value::Bytes(a), Value::Bytes(b)) => Some(Value::Bytes([&**a, &**b].concat().into())),
        (Value::Int(a), Value::Int(b)) => a.checked_add(*b).map(Value::Int),
        (Value::Items(a), Value::Items(b)) => (a.len() + b.len() <= 1024)
            .then(|| Value::Items(a.iter().chain(b.iter()).cloned().collect())),
        (Value::Plain | Value::Int(_), Value::Plain | Value::Int(_)) => Some(Value::Plain),
        _ => None,
    })
}

/// What is added to a string is one, or the program fails: what is not known is a hole.
fn as_text_only(value: &Abs) -> Abs {
    let texts = value.values.iter().map(|one| match one {
        Value::Text(_) => one.clone().into(),
        _ => hole(),
    });
    let mut text = Abs::any(texts.collect::<Vec<_>>());
    if value.is_open || text.is_nothing() {
        text = text.or(&hole());
    }
    text.made_of(value)
}

fn concatenated(a: &[Piece], b: &[Piece]) -> Value {
    let mut pieces: Vec<Piece> = a.to_vec();
    for piece in b {
        match (pieces.last_mut(), piece) {
            (Some(Piece::Known(before)), Piece::Known(next)) => {
                if before.len() + next.len() > LONGEST {
                    pieces.push(Piece::Hole { is_safe: false });
                    break;
                }
                *before = format!("{before}{next}").into();
            }
            (Some(Piece::Hole { is_safe: before }), Piece::Hole { is_safe: next }) => {
                *before &= next;
            }
            _ => pieces.push(piece.clone()),
        }
    }
    if pieces.len() > 256 {
        pieces.truncate(255);
        pieces.push(Piece::Hole { is_safe: false });
    }
    Value::Text(pieces.into())
}

/// A string that is known.
pub(super) fn known(text: &str) -> Value {
    Value::Text(Rc::new([Piece::Known(text.into())]))
}

/// The pieces of a string, with something put in at some places: `parts` are what stands between,
/// `filled` what is put in.
pub(super) fn filled(parts: &[&str], fillings: &[Abs]) -> Abs {
    let mut whole = Abs::text(parts.first().copied().unwrap_or_default());
    for (part, filling) in parts.iter().skip(1).zip(fillings) {
        whole = added(&whole, &as_text(filling));
        whole = added(&whole, &Abs::text(part));
    }
    whole
}

/// `"…%s…" % values`
fn percent(left: &Abs, right: &Abs) -> Abs {
    let mut found = Abs::default();
    for template in left.values.iter() {
        let Some(text) = template.string() else {
            found = found.or(&hole());
            continue;
        };
        let (parts, keys) = percent_parts(&text);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let given: Vec<Abs> = match right.only() {
            Some(Value::Items(items)) => items.to_vec(),
            Some(Value::Dict(items)) => keys
                .iter()
                .map(|key| {
                    let key = Abs::text(key);
                    let item = items.iter().find(|(own, _)| own.values == key.values);
                    item.map_or_else(Abs::unknown, |(_, value)| value.clone())
                })
                .collect(),
            _ => vec![right.clone(); keys.len()],
        };
        let missing = keys.len().saturating_sub(given.len());
        let given = given
            .into_iter()
            .chain(std::iter::repeat_n(Abs::unknown(), missing));
        found = found.or(&filled(&parts, &given.collect::<Vec<_>>()));
    }
    if left.is_open {
        found = found.or(&Abs::unknown());
    }
    found.made_of(left).made_of(right)
}

/// What stands between the places of a template, and the keys of the places.
fn percent_parts(text: &str) -> (Vec<String>, Vec<String>) {
    let mut parts = vec![String::new()];
    let mut keys = Vec::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            push(&mut parts, letter);
            continue;
        }
        let mut key = String::new();
        loop {
            match letters.next() {
                Some('%') => {
                    push(&mut parts, '%');
                    break;
                }
                Some('(') => key = letters.by_ref().take_while(|c| *c != ')').collect(),
                Some(c) if c.is_ascii_alphabetic() => {
                    keys.push(key);
                    parts.push(String::new());
                    break;
                }
                Some(_) => {}
                None => return (parts, keys),
            }
        }
    }
    (parts, keys)
}

fn push(parts: &mut [String], letter: char) {
    if let Some(last) = parts.last_mut() {
        last.push(letter);
    }
}

/// `"…{}…{name}…".format(…)`: what stands between the places, and what each asks for.
pub(super) fn format_parts(text: &str) -> (Vec<String>, Vec<String>) {
    let mut parts = vec![String::new()];
    let mut keys = Vec::new();
    let mut letters = text.chars().peekable();
    let mut automatic = 0_usize;
    while let Some(letter) = letters.next() {
        match letter {
            '{' if letters.peek() == Some(&'{') => {
                letters.next();
                push(&mut parts, '{');
            }
            '}' => {
                if letters.peek() == Some(&'}') {
                    letters.next();
                }
                push(&mut parts, '}');
            }
            '{' => {
                let field: String = letters.by_ref().take_while(|c| *c != '}').collect();
                let key = field.split(['!', ':']).next().unwrap_or_default();
                if key.is_empty() {
                    keys.push(automatic.to_string());
                    automatic += 1;
                } else {
                    keys.push(key.to_owned());
                }
                parts.push(String::new());
            }
            _ => push(&mut parts, letter),
        }
    }
    (parts, keys)
}

/// The items of what can be gone through, where all are known.
pub(super) fn items(value: &Abs) -> Option<Vec<Abs>> {
    match value.only()? {
        Value::Items(items) => Some(items.to_vec()),
        Value::Bytes(bytes) if bytes.len() <= 4096 => {
            let byte = |byte: &u8| Value::Int((*byte).into()).into();
            Some(bytes.iter().map(byte).collect())
        }
        Value::Dict(items) => Some(items.iter().map(|(key, _)| key.clone()).collect()),
        own @ Value::Text(_) => {
            let text = own.string().filter(|text| text.len() <= 4096)?;
            Some(
                text.chars()
                    .map(|c| Abs::text(c.encode_utf8(&mut [0; 4])))
                    .collect(),
            )
        }
        _ => None,
    }
}

/// A list of what is gone through as a value of the same kind: bytes again, a string again.
fn like(value: &Value, kept: &[Abs]) -> Option<Value> {
    match value {
        Value::Items(_) => Some(Value::Items(kept.into())),
        Value::Text(_) => {
            let mut text = String::new();
            for one in kept {
                text.push_str(&one.strings().next()?);
            }
            Some(known(&text))
        }
        Value::Bytes(_) => {
            let mut bytes = Vec::new();
            for one in kept {
                match one.only() {
                    Some(Value::Int(byte)) => bytes.push(u8::try_from(*byte).ok()?),
                    _ => return None,
                }
            }
            Some(Value::Bytes(bytes.into()))
        }
        _ => None,
    }
}

/// `value[start:end:step]`
pub(super) fn sliced(value: &Abs, parts: [Option<Abs>; 3]) -> Abs {
    let [start, end, step] = parts;
    let number = |part: &Option<Abs>| match part {
        None => Some(None),
        Some(part) => match part.only() {
            Some(Value::Int(number)) => Some(Some(*number)),
            Some(Value::None) => Some(None),
            _ => None,
        },
    };
    let parts = (number(&start), number(&end), number(&step));
    let (Some(start), Some(end), Some(step)) = parts else {
        return Abs::unknown().made_of(value);
    };
    let mut found = Abs::default();
    for one in value.values.iter() {
        let own = Abs::from(one.clone());
        let kept = items(&own).and_then(|all| {
            let kept = slice_of(&all, start, end, step.unwrap_or(1))?;
            like(one, &kept)
        });
        found = match kept {
            Some(value) => found.or(&value.into()),
            // A part of a string that is partly known is no worse than the whole.
            None if own.is_constant() => found.or(&Abs::safe_text()),
            None => found.or(&Abs::unknown()),
        };
    }
    if value.is_open || found.is_nothing() {
        found = found.or(&Abs::unknown());
    }
    found.made_of(value)
}

fn slice_of(all: &[Abs], start: Option<i64>, end: Option<i64>, step: i64) -> Option<Vec<Abs>> {
    let length = i64::try_from(all.len()).ok()?;
    if step == 0 {
        return None;
    }
    let bound = |at: i64| if at < 0 { at + length } else { at };
    let (low, high) = if step > 0 {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let from = start.map_or(if step > 0 { 0 } else { length - 1 }, bound);
    let to = end.map_or(if step > 0 { length } else { -1 }, bound);
    let (mut at, to) = (from.clamp(low, high), to.clamp(low, high));
    let mut kept = Vec::new();
    while (step > 0 && at < to) || (step < 0 && at > to) {
        kept.push(all.get(usize::try_from(at).ok()?)?.clone());
        at = at.checked_add(step)?;
    }
    Some(kept)
}

/// `value[index]` of a string or of bytes.
pub(super) fn character(value: &Abs, index: &Abs) -> Abs {
    let Some(Value::Int(index)) = index.only() else {
        return Abs::unknown();
    };
    let Some(all) = items(value) else {
        return Abs::unknown();
    };
    let length = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let at = if *index < 0 { index + length } else { *index };
    let item = usize::try_from(at).ok().and_then(|at| all.get(at));
    item.cloned().unwrap_or_else(Abs::unknown)
}
