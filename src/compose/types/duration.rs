//! Spans of time: the grammar in which Compose reads them, and the form in which Go shows them.

/// Nanoseconds of a span such as `1h30m`, `1.5d` or `-2w`; `0` needs no unit.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i64 = 0;
    while !rest.is_empty() {
        let (whole, after) = digits(rest);
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => digits(after),
            None => ("", after),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let end = after.find(|c: char| c == '.' || c.is_ascii_digit());
        let (name, after) = after.split_at_checked(end.unwrap_or(after.len()))?;
        let unit = unit(name)?;
        let part = number(whole)?.checked_mul(unit)?;
        total = total.checked_add(part.checked_add(part_of(fraction, unit))?)?;
        rest = after;
    }
    Some(if negative { -total } else { total })
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or(("", text))
}

fn number(digits: &str) -> Option<i64> {
    if digits.is_empty() {
        return Some(0);
    }
    digits.parse().ok()
}

/// The part of a unit that the digits behind the point give; digits that do not fit do not count.
fn part_of(digits: &str, unit: i64) -> i64 {
    let mut value: i64 = 0;
    let mut scale = 1.0_f64;
    for digit in digits.chars().filter_map(|digit| digit.to_digit(10)) {
        let next = value.checked_mul(10);
        let Some(next) = next.and_then(|next| next.checked_add(i64::from(digit))) else {
            break;
        };
        value = next;
        scale *= 10.0;
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "Go rounds in the same way, and the result is below one unit"
    )]
    {
        (value as f64 * (unit as f64 / scale)) as i64
    }
}

fn unit(name: &str) -> Option<i64> {
    Some(match name {
        "ns" => 1,
        // The micro sign and the Greek letter.
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => SECOND,
        "m" => 60 * SECOND,
        "h" => 3600 * SECOND,
        "d" => 24 * 3600 * SECOND,
        "w" => 7 * 24 * 3600 * SECOND,
        _ => return None,
    })
}

const SECOND: i64 = 1_000_000_000;

/// A span as Go shows it: `1h30m0s`, `1.5s`, `100ms`, `0s`.
pub(super) fn text(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let size = nanoseconds.unsigned_abs();
    let second = SECOND.unsigned_abs();
    if size < second {
        return match size {
            0 => "0s".to_owned(),
            1..1_000 => format!("{sign}{size}ns"),
            1_000..1_000_000 => format!("{sign}{}µs", decimal(size, 3)),
            _ => format!("{sign}{}ms", decimal(size, 6)),
        };
    }
    let seconds = format!("{}s", decimal(size % (60 * second), 9));
    let minutes = size / (60 * second);
    match (minutes / 60, minutes % 60) {
        (0, 0) => format!("{sign}{seconds}"),
        (0, minutes) => format!("{sign}{minutes}m{seconds}"),
        (hours, minutes) => format!("{sign}{hours}h{minutes}m{seconds}"),
    }
}

/// `number` with so many digits behind the point, without zeros at the end.
fn decimal(number: u64, places: u32) -> String {
    let one = 10_u64.pow(places);
    let whole = number / one;
    match number % one {
        0 => whole.to_string(),
        part => {
            let part = format!("{part:0width$}", width = places as usize);
            format!("{whole}.{}", part.trim_end_matches('0'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_shown_as_go_shows_them() {
        for (read, shown) in [
            ("0", "0s"),
            ("-0", "0s"),
            ("90s", "1m30s"),
            ("1w2d", "216h0m0s"),
            ("1.5w", "252h0m0s"),
            ("+.5s", "500ms"),
            ("1.s", "1s"),
            ("1µs", "1µs"),
            ("1.1ns", "1ns"),
            ("1500us", "1.5ms"),
            ("-1m1.5s", "-1m1.5s"),
            ("3.3333333333333333333333333h", "3h20m0s"),
            ("9223372036854775807ns", "2562047h47m16.854775807s"),
        ] {
            assert_eq!(parse(read).map(text).as_deref(), Some(shown), "{read}");
        }
        for refused in [
            "", "-", "1", ".s", "s", "1 s", "1S", "1y", "1M", "2562048h", "1d ", "1m-1s", "00",
        ] {
            assert_eq!(parse(refused), None, "{refused}");
        }
        assert_eq!(parse("-9223372036854775808ns"), None);
    }
}
