//! Numbers as go-yaml reads them and Go writes them again.

use std::borrow::Cow;

use super::core::Core;

/// The characters of a number, as Go prints the number that they stand for. Anything else stays.
pub fn go_number(text: &str, core: Core) -> Cow<'_, str> {
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    let number = match core {
        Core::Int => integer(&plain),
        Core::Float => float(&plain).map(go_float),
        _ => None,
    };
    match number {
        Some(number) if number != text => Cow::Owned(number),
        _ => Cow::Borrowed(text),
    }
}

fn integer(plain: &str) -> Option<String> {
    let negative = plain.starts_with('-');
    let lower = plain.trim_start_matches(['+', '-']).to_ascii_lowercase();
    let (digits, radix) = match lower.as_bytes() {
        [b'0', b'x', ..] => (lower.get(2..)?, 16),
        [b'0', b'o', ..] => (lower.get(2..)?, 8),
        [b'0', b'b', ..] => (lower.get(2..)?, 2),
        [b'0', _, ..] => (lower.get(1..)?, 8),
        _ => (lower.as_str(), 10),
    };
    let number = u64::from_str_radix(digits, radix).ok()?;
    let sign = if negative && number != 0 { "-" } else { "" };
    Some(format!("{sign}{number}"))
}

fn float(plain: &str) -> Option<f64> {
    let (sign, unsigned) = match plain.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, plain.strip_prefix('+').unwrap_or(plain)),
    };
    match unsigned.to_ascii_lowercase().as_str() {
        ".inf" => Some(sign * f64::INFINITY),
        ".nan" => Some(f64::NAN),
        unsigned => unsigned.parse::<f64>().ok().map(|number| sign * number),
    }
}

/// A number as Go's `%v` prints it: the shortest digits that give it back, with an exponent below
/// 1e-4 and from a million on.
pub fn go_float(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return format!("{number}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_go_writes_them() {
        for (text, core, written) in [
            ("0x1F", Core::Int, "31"),
            ("-0o17", Core::Int, "-15"),
            ("017", Core::Int, "15"),
            ("1_000", Core::Int, "1000"),
            ("+5", Core::Int, "5"),
            ("18446744073709551615", Core::Int, "18446744073709551615"),
            ("1.50", Core::Float, "1.5"),
            ("1.0", Core::Float, "1"),
            ("1e-7", Core::Float, "1e-07"),
            ("1e21", Core::Float, "1e+21"),
            ("1000000.0", Core::Float, "1e+06"),
            ("123456.5", Core::Float, "123456.5"),
            (".inf", Core::Float, "+Inf"),
            ("text", Core::Str, "text"),
        ] {
            assert_eq!(go_number(text, core), written, "{text}");
        }
        for (number, written) in [
            (-0.0, "-0"),
            (123_456_789.5, "1.234567895e+08"),
            (0.0001, "0.0001"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Inf"),
        ] {
            assert_eq!(go_float(number), written);
        }
    }
}
