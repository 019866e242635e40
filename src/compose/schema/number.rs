//! Numbers as the schema compares them: by value, whatever their spelling.

/// A number: its decimal digits without zeros at either end, and the power of ten of the last one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::compose) struct Number {
    negative: bool,
    digits: String,
    exponent: i32,
}

impl Number {
    /// The number that an integer or a float of YAML spells; none for an infinite one.
    pub(in crate::compose) fn of(text: &str) -> Option<Self> {
        let negative = text.starts_with('-');
        let plain: String = text
            .trim_start_matches(['+', '-'])
            .chars()
            .filter(|character| *character != '_')
            .collect();
        let (digits, exponent) = match integer(&plain) {
            Some(integer) => (integer.to_string(), 0),
            None => shortest(plain.parse().ok()?)?,
        };
        let kept = digits.trim_end_matches('0');
        let zeros = i32::try_from(digits.len() - kept.len()).ok()?;
        let kept = kept.trim_start_matches('0');
        Some(Self {
            negative: negative && !kept.is_empty(),
            exponent: if kept.is_empty() { 0 } else { exponent + zeros },
            digits: kept.to_owned(),
        })
    }

    /// The float that is nearest to it.
    pub(in crate::compose) fn to_float(&self) -> f64 {
        let sign = if self.negative { "-" } else { "" };
        let text = format!("{sign}0{}e{}", self.digits, self.exponent);
        text.parse().unwrap_or(f64::NAN)
    }

    /// Whether it is a whole number, as `1.0` and `1e3` are.
    pub(super) fn is_whole(&self) -> bool {
        self.exponent >= 0
    }

    /// Whether it, a whole number, lies from `low` to `high`.
    pub(super) fn is_within(&self, (low, high): (i64, i64)) -> bool {
        let sign = if self.negative { "-" } else { "" };
        let zeros = usize::try_from(self.exponent.min(20)).unwrap_or_default();
        let text = format!("{sign}{}{}", self.digits, "0".repeat(zeros));
        match text.parse::<i64>() {
            Ok(number) => (low..=high).contains(&number),
            Err(_) if self.digits.is_empty() => (low..=high).contains(&0),
            Err(_) if self.negative => low == i64::MIN,
            Err(_) => high == i64::MAX,
        }
    }
}

/// An integer in one of YAML's spellings.
fn integer(plain: &str) -> Option<u64> {
    let lower = plain.to_ascii_lowercase();
    let (digits, radix) = match lower.as_bytes() {
        [b'0', b'x', ..] => (lower.get(2..)?, 16),
        [b'0', b'o', ..] => (lower.get(2..)?, 8),
        [b'0', b'b', ..] => (lower.get(2..)?, 2),
        [b'0', _, ..] => (lower.get(1..)?, 8),
        _ => (lower.as_str(), 10),
    };
    u64::from_str_radix(digits, radix).ok()
}

/// The fewest digits that make this float, and the power of ten of the last one.
fn shortest(float: f64) -> Option<(String, i32)> {
    if !float.is_finite() {
        return None;
    }
    let text = format!("{float:e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let places = i32::try_from(fraction.len()).ok()?;
    let exponent: i32 = exponent.parse().ok()?;
    Some((format!("{whole}{fraction}"), exponent - places))
}
