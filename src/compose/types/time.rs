//! Dates of YAML, as far as Go reads them as such.

/// A date with its time of day.
pub(super) struct Time<'a> {
    year: &'a str,
    month: u32,
    day: u32,
    clock: [u32; 3],
    /// Digits behind the second, without zeros at the end.
    fraction: &'a str,
    /// Minutes east of Greenwich.
    offset: i32,
}

impl<'a> Time<'a> {
    /// `2006-1-2`, the same with a time behind a space and no zone, or behind a `T` with a zone.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (date, time) = match text.find(['T', 't', ' ']) {
            Some(at) => {
                let (date, time) = text.split_at_checked(at)?;
                (date, Some(time))
            }
            None => (text, None),
        };
        let mut parts = date.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let mut parsed = Self {
            year,
            month: short(month)?,
            day: short(day)?,
            clock: [0; 3],
            fraction: "",
            offset: 0,
        };
        let Some(time) = time else {
            return Some(parsed);
        };
        let has_zone = !time.starts_with(' ');
        let time = time.get(1..)?;
        let (clock, zone) = if has_zone {
            time.split_at_checked(time.find(['Z', '+', '-'])?)?
        } else {
            (time, "Z")
        };
        parsed.offset = minutes_east(zone)?;
        let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, "0"));
        if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let nine = fraction.get(..9).unwrap_or(fraction);
        parsed.fraction = nine.trim_end_matches('0');
        let mut parts = clock.splitn(3, ':');
        for (part, most) in parsed.clock.iter_mut().zip([24, 60, 60]) {
            *part = short(parts.next()?).filter(|part| *part < most)?;
        }
        Some(parsed)
    }

    /// The form of JSON.
    pub(super) fn json(&self) -> String {
        let zone = match self.offset {
            0 => "Z".to_owned(),
            _ => self.zone(":"),
        };
        format!("{}T{}{zone}", self.date(), self.clock())
    }

    /// The form of Go's `String`.
    pub(super) fn text(&self) -> String {
        let zone = self.zone("");
        let name = if self.offset == 0 { "UTC" } else { &zone };
        format!("{} {} {zone} {name}", self.date(), self.clock())
    }

    fn date(&self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }

    fn clock(&self) -> String {
        let [hour, minute, second] = self.clock;
        let point = if self.fraction.is_empty() { "" } else { "." };
        format!("{hour:02}:{minute:02}:{second:02}{point}{}", self.fraction)
    }

    fn zone(&self, colon: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let size = self.offset.abs();
        format!("{sign}{:02}{colon}{:02}", size / 60, size % 60)
    }
}

/// A number of one or two digits.
fn short(text: &str) -> Option<u32> {
    let good = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    good.then(|| text.parse().ok())?
}

fn minutes_east(zone: &str) -> Option<i32> {
    if zone == "Z" {
        return Some(0);
    }
    let (sign, rest) = zone.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let hours = short(hours).filter(|hours| *hours <= 24)?;
    let minutes = short(minutes).filter(|minutes| *minutes < 60)?;
    let size = i32::try_from(60 * hours + minutes).ok()?;
    Some(if sign == "-" { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_shown_as_go_shows_them() {
        for (text, json, shown) in [
            (
                "2001-1-2",
                "2001-01-02T00:00:00Z",
                "2001-01-02 00:00:00 +0000 UTC",
            ),
            (
                "2001-01-02t1:2:3.50-02:30",
                "2001-01-02T01:02:03.5-02:30",
                "2001-01-02 01:02:03.5 -0230 -0230",
            ),
            (
                "2001-01-02 10:20:30",
                "2001-01-02T10:20:30Z",
                "2001-01-02 10:20:30 +0000 UTC",
            ),
        ] {
            let time = Time::parse(text).unwrap();
            assert_eq!(time.json(), json);
            assert_eq!(time.text(), shown);
        }
        for string in [
            "2001-01-02 10:20:30 +01:00",
            "2001-01-02T10:20:30",
            "2001-1-2 25:00:00",
        ] {
            assert!(Time::parse(string).is_none(), "{string}");
        }
    }
}
