//! Numbers as Go reads and writes them.

/// A decimal number as Go's `ParseFloat` reads it: underscores may stand between digits, and what
/// is too large is refused. Numbers in hexadecimal are not read.
pub(in crate::compose) fn float(text: &str) -> Option<f64> {
    parse(text, f64::is_infinite)
}

/// The same in single precision.
pub(in crate::compose) fn single(text: &str) -> Option<f32> {
    parse(text, f32::is_infinite)
}

fn parse<F: std::str::FromStr + Copy>(text: &str, is_infinite: fn(F) -> bool) -> Option<F> {
    let between = |at: usize| {
        let digit = |at: Option<usize>| {
            let byte = at.and_then(|at| text.as_bytes().get(at));
            byte.is_some_and(u8::is_ascii_digit)
        };
        digit(at.checked_sub(1)) && digit(at.checked_add(1))
    };
    if text.contains('_') && !text.match_indices('_').all(|(at, _)| between(at)) {
        return None;
    }
    let number: F = if text.contains('_') {
        text.replace('_', "").parse().ok()?
    } else {
        text.parse().ok()?
    };
    let named = text.contains(['i', 'I', 'n', 'N']);
    let signed = text.starts_with(['+', '-']);
    let is_nan = named && !text.contains(['f', 'F']);
    let refused = (is_infinite(number) && !named) || (is_nan && signed);
    (!refused).then_some(number)
}

/// A plain scalar of YAML that is a number with a fraction or an exponent.
pub(super) fn yaml_float(text: &str) -> Option<f64> {
    match text.to_ascii_lowercase().as_str() {
        ".nan" => Some(f64::NAN),
        ".inf" | "+.inf" => Some(f64::INFINITY),
        "-.inf" => Some(f64::NEG_INFINITY),
        plain => plain.replace('_', "").parse().ok(),
    }
}

/// The whole part; what does not fit becomes the least number, as on the usual processors.
pub(super) fn whole(number: f64) -> i64 {
    // The bounds are powers of two: they are exact.
    let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&number);
    #[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
    {
        if fits { number as i64 } else { i64::MIN }
    }
}

/// The whole part of a number that is not negative.
pub(super) fn unsigned(number: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be in range"
    )]
    {
        let fits = (0.0..18_446_744_073_709_551_616.0).contains(&number);
        if fits { number as u64 } else { 1 << 63 }
    }
}

/// A number as Go's JSON shows it; infinity and what is no number have no form.
pub(super) fn json(number: f64) -> Option<String> {
    let size = number.abs();
    shown(number, size, size != 0.0 && !(1e-6..1e21).contains(&size))
}

/// The same in single precision.
pub(super) fn json_single(number: f32) -> Option<String> {
    let size = number.abs();
    let is_far = size != 0.0 && !(1e-6..1e21).contains(&size);
    shown(number, f64::from(size), is_far)
}

fn shown<F: std::fmt::Display + std::fmt::LowerExp>(
    number: F,
    size: f64,
    is_far: bool,
) -> Option<String> {
    if !size.is_finite() {
        return None;
    }
    Some(if is_far {
        format!("{number:e}").replace('e', if size >= 1.0 { "e+" } else { "e" })
    } else {
        number.to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_go_shows_them() {
        let json = |number| json(number).unwrap();
        assert_eq!(json(1.0), "1");
        assert_eq!(json(-0.0), "-0");
        assert_eq!(json(1e21), "1e+21");
        assert_eq!(json(1e20), "100000000000000000000");
        assert_eq!(json(1.5e-7), "1.5e-7");
        assert_eq!(json_single(0.1).unwrap(), "0.1");
        assert_eq!(json_single(f32::INFINITY), None);
    }

    #[test]
    fn numbers_are_read_as_go_reads_them() {
        assert_eq!(float("1_0.5"), Some(10.5));
        for refused in ["", " 1", "1_", "_1", "1__0", "1e", "1e400", "-nan", "0x1"] {
            assert_eq!(float(refused), None, "{refused}");
        }
        assert_eq!(float("-Inf"), Some(f64::NEG_INFINITY));
        assert!(float("nan").is_some_and(f64::is_nan));
        assert_eq!(single("1e39"), None);
        assert_eq!(yaml_float("-.INF"), Some(f64::NEG_INFINITY));
        assert_eq!(whole(1e30), i64::MIN);
        assert_eq!(whole(f64::NAN), i64::MIN);
        assert_eq!(whole(-1.9), -1);
        assert_eq!(unsigned(1e19), 10_000_000_000_000_000_000);
        assert_eq!(unsigned(1e30), 1 << 63);
    }
}
