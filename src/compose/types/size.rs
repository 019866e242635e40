//! Numbers of bytes in the grammar in which Docker reads them.

use super::number::{float, whole};

/// Bytes of a size such as `512`, `1.5g`, `64 MiB`. A negative one is refused.
pub(super) fn parse(text: &str) -> Option<i64> {
    let last = text.rfind(|c: char| c.is_ascii_digit() || c == '.' || c == ' ')?;
    let (before, after) = text.split_at_checked(last.checked_add(1)?)?;
    let number = float(before.strip_suffix(' ').unwrap_or(before))?;
    if number < 0.0 {
        return None;
    }
    let unit = after.to_lowercase();
    let exponent = match unit.as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 2,
        "g" | "gb" | "gib" => 3,
        "t" | "tb" | "tib" => 4,
        "p" | "pb" | "pib" => 5,
        _ => return None,
    };
    Some(whole(number * 1024_f64.powi(exponent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_docker_reads_them() {
        for (text, bytes) in [
            ("512", 512),
            ("1.5g", 1_610_612_736),
            ("1 KiB", 1024),
            ("10 ", 10),
            ("1.b", 1),
            ("1e3", 1000),
            ("-0k", 0),
            ("1_0k", 10_240),
            ("1e30", i64::MIN),
            ("nan ", i64::MIN),
        ] {
            assert_eq!(parse(text), Some(bytes), "{text}");
        }
        for refused in [
            "", "k", "-1", " 1k", "1  k", "1kb ", "1bb", "1kg", "1kbb", "1e", "1,5g", "1x", "1 k b",
        ] {
            assert_eq!(parse(refused), None, "{refused}");
        }
    }
}
