//! Which type a scalar has for go-yaml.

use super::node::{Kind, Node, Style};

/// The type of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Core {
    /// Nothing, `~`, `null`.
    Null,
    /// `true` and `false`; `yes` and `on` are strings.
    Bool,
    /// A whole number in any spelling.
    Int,
    /// A number with a fraction, an exponent, `.inf`, `.nan`.
    Float,
    /// A date, with or without a time.
    Timestamp,
    /// A string.
    Str,
    /// A sequence.
    Sequence,
    /// A mapping.
    Mapping,
    /// A scalar with a tag that is none of these.
    Other,
}

/// The namespace of the tags that every YAML parser knows.
pub(super) const NAMESPACE: &str = "tag:yaml.org,2002:";

/// The type of a node that is no alias.
pub(super) fn of(node: &Node) -> Core {
    let scalar = match &node.kind {
        Kind::Sequence(_) => return Core::Sequence,
        Kind::Mapping(_) => return Core::Mapping,
        Kind::Alias(_) => return Core::Other,
        Kind::Scalar(scalar) => scalar,
    };
    match node.tag.as_deref() {
        None | Some("!") if scalar.style == Style::Plain => spelled(&scalar.value),
        None | Some("!") => Core::Str,
        Some(tag) => match tag.strip_prefix(NAMESPACE) {
            Some("null") => Core::Null,
            Some("bool") => Core::Bool,
            Some("int") => Core::Int,
            Some("float") => Core::Float,
            Some("timestamp") => Core::Timestamp,
            Some("str" | "binary") => Core::Str,
            _ => Core::Other,
        },
    }
}

/// The type that a scalar without quotes has by its spelling.
pub(super) fn spelled(value: &str) -> Core {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => return Core::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => return Core::Bool,
        ".nan" | ".NaN" | ".NAN" => return Core::Float,
        _ => {}
    }
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Core::Float;
    }
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return Core::Str;
    }
    if is_timestamp(value) {
        return Core::Timestamp;
    }
    if unsigned.starts_with('.') && value.contains('_') {
        return Core::Str;
    }
    let plain: String = unsigned
        .chars()
        .filter(|character| *character != '_')
        .collect();
    if is_integer(&plain, value.starts_with('-')) {
        Core::Int
    } else if is_float(&plain) {
        Core::Float
    } else {
        Core::Str
    }
}

/// Decimal, `0x`, `0o` and `0` octal, `0b`; within 64 bits, else it is a float or a string.
fn is_integer(plain: &str, negative: bool) -> bool {
    let lower = plain.to_ascii_lowercase();
    let (digits, radix) = match lower.as_bytes() {
        [b'0', b'x', ..] => (lower.get(2..), 16),
        [b'0', b'o', ..] => (lower.get(2..), 8),
        [b'0', b'b', ..] => (lower.get(2..), 2),
        [b'0', _, ..] => (lower.get(1..), 8),
        _ => (Some(lower.as_str()), 10),
    };
    let Some(digits) = digits.filter(|digits| !digits.starts_with(['+', '-'])) else {
        return false;
    };
    match u64::from_str_radix(digits, radix) {
        Ok(number) => !negative || number <= 1 << 63,
        Err(_) => false,
    }
}

/// `[digits] [. digits] [e [sign] digits]` with a digit before the exponent.
fn is_float(plain: &str) -> bool {
    let (mantissa, exponent) = match plain.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (plain, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let some = !whole.is_empty() || !fraction.is_empty();
    some && digits(whole)
        && digits(fraction)
        && exponent.is_none_or(|exponent| {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent)
        })
        && plain.parse::<f64>().is_ok_and(f64::is_finite)
}

/// `YYYY-M-D`, alone or with a time.
fn is_timestamp(value: &str) -> bool {
    let (date, time) = match value.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (value, None),
    };
    let mut parts = date.split('-');
    let mut number = |most: usize, range: std::ops::RangeInclusive<u32>| {
        parts
            .next()
            .filter(|part| {
                (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
            })
            .and_then(|part| part.parse().ok())
            .filter(|number| range.contains(number))
    };
    let (year, month) = (number(4, 0..=9999), number(2, 1..=12));
    let most = match (month, year) {
        (Some(4 | 6 | 9 | 11), _) => 30,
        (Some(2), Some(year)) if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        (Some(2), _) => 28,
        _ => 31,
    };
    date.find('-') == Some(4)
        && month.is_some()
        && number(2, 1..=most).is_some()
        && parts.next().is_none()
        && time.is_none_or(|time| {
            let digits = |part: &str| {
                part.len() <= 2 && part.starts_with(|first: char| first.is_ascii_digit())
            };
            let mut parts = time.splitn(3, ':');
            parts.next().is_some_and(digits)
                && parts.next().is_some_and(digits)
                && parts
                    .next()
                    .is_some_and(|part| part.starts_with(|first: char| first.is_ascii_digit()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_have_the_type_that_go_yaml_gives_them() {
        for (value, core) in [
            ("", Core::Null),
            ("NULL", Core::Null),
            ("nUll", Core::Str),
            ("yes", Core::Str),
            ("True", Core::Bool),
            ("12", Core::Int),
            ("-0x1F", Core::Int),
            ("0o17", Core::Int),
            ("017", Core::Int),
            ("019", Core::Float),
            ("0b101", Core::Int),
            ("1_000", Core::Int),
            ("18446744073709551615", Core::Int),
            ("18446744073709551616", Core::Float),
            ("1.5", Core::Float),
            (".5e-3", Core::Float),
            ("-.inf", Core::Float),
            (".", Core::Str),
            ("1.2.3", Core::Str),
            ("-", Core::Str),
            ("12:30", Core::Str),
            ("2001-01-02", Core::Timestamp),
            ("2001-1-2 10:20:30", Core::Timestamp),
            ("2001-13-02", Core::Str),
            ("20 GB", Core::Str),
        ] {
            assert_eq!(spelled(value), core, "{value}");
        }
    }
}
