//! Digits: numbers that nobody knows, years, and dates.

use super::glyphs::{Glyph, float};

/// Bits of a digit.
const DIGIT: f64 = 3.33;

/// Years that people write, and those that they write most.
const YEARS: std::ops::RangeInclusive<u32> = 1940..=2039;
const RECENT: std::ops::RangeInclusive<u32> = 2015..=2030;

/// The numbers at the start: how many digits, and how many bits each.
pub(super) fn numbers(rest: &[Glyph], mut found: impl FnMut(usize, f64)) {
    let digits: Vec<u32> = rest
        .iter()
        .map_while(|own| own.written.to_digit(10))
        .collect();
    for length in 1..=digits.len() {
        found(length, 1.0 + DIGIT * float(length));
    }
    let number = |from: usize, to: usize| {
        let part = digits.get(from..to)?;
        Some(part.iter().fold(0, |sum, digit| sum * 10 + digit))
    };
    let is_year = |year: Option<u32>| year.is_some_and(|year| YEARS.contains(&year));
    let is_day = |month: Option<u32>, day: Option<u32>| {
        month.is_some_and(|month| (1..=12).contains(&month))
            && day.is_some_and(|day| (1..=31).contains(&day))
    };
    let year = number(0, 4);
    if is_year(year) {
        let is_recent = year.is_some_and(|year| RECENT.contains(&year));
        let bits = if is_recent { 4.5 } else { 6.7 };
        found(4, bits);
        if number(4, 6).is_some_and(|month| (1..=12).contains(&month)) {
            found(6, bits + 3.6);
        }
        if is_day(number(4, 6), number(6, 8)) {
            found(8, bits + 8.6);
        }
    }
    // Day or month first, and years of two digits.
    let either = is_day(number(0, 2), number(2, 4)) || is_day(number(2, 4), number(0, 2));
    if either {
        found(4, 8.6);
        if is_year(number(4, 8)) {
            found(8, 16.3);
        }
    }
    if is_day(number(2, 4), number(4, 6)) {
        found(6, 15.3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning::strength::glyphs::glyphs;

    fn cheapest(text: &str, wanted: usize) -> f64 {
        let mut cheapest = f64::INFINITY;
        numbers(&glyphs(text), |length, bits| {
            if length == wanted {
                cheapest = cheapest.min(bits);
            }
        });
        cheapest
    }

    #[test]
    fn dates_are_cheaper_than_digits() {
        assert!(cheapest("1990x", 4) < 7.0);
        assert!(cheapest("19900131", 8) < 16.0);
        assert!(cheapest("31011990", 8) < 17.0);
        assert!(cheapest("900131", 6) < 16.0);
        assert!(cheapest("47118293", 8) > 27.0);
        assert!(cheapest("x", 1).is_infinite());
    }
}
