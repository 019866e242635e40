//! `hulan: ignore[CTR114,SEC101] until=2027-01-31 reason`: what a comment asks of hulan.

use std::ops::Range;

use jiff::civil::Date;

use crate::model::{Arg, Ask, Problem, ProblemKind, Span};

/// What may stand between the brackets and the reason.
const SEPARATORS: [char; 5] = [':', '-', '–', '—', '：'];

/// Reads the comment `comment`, which stands at `place`, from its `#` on. `None` is a comment for
/// people. The span begins at the word `hulan:`.
pub fn parse(comment: &str, place: Span) -> Option<(Span, Result<Ask, Problem>)> {
    let comment = comment.trim_end();
    let body = comment.trim_start_matches(['#', ' ', '\t']);
    let start = comment.len() - body.len();
    let word = body.get(.."hulan:".len())?;
    if !word.eq_ignore_ascii_case("hulan:") {
        return None;
    }
    let reader = Reader { comment, place };
    let at = reader.skip(start + word.len(), char::is_whitespace);
    let rest = comment.get(at..).unwrap_or_default();
    let verb = rest
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    let is_ignore = rest.get(..verb) == Some("ignore");
    // Without brackets and without our word it is prose.
    if !is_ignore && !rest.get(verb..).unwrap_or_default().starts_with('[') {
        return None;
    }
    let ask = if is_ignore {
        reader.ask(at + verb)
    } else {
        Err(reader.mistake(at..at + verb, "suppression.word"))
    };
    Some((place.part(start..comment.len()), ask))
}

struct Reader<'a> {
    comment: &'a str,
    place: Span,
}

impl Reader<'_> {
    /// What stands behind the word `ignore`, which ends at byte `at`.
    fn ask(&self, at: usize) -> Result<Ask, Problem> {
        let rest = self.comment.get(at..).unwrap_or_default();
        let close = rest.starts_with('[').then(|| rest.find(']')).flatten();
        let Some(close) = close else {
            return Err(self.mistake(self.whole(), "suppression.bracket"));
        };
        let rules = self.rules(at + 1..at + close)?;
        let at = self.skip(at + close + 1, is_between);
        let (until, at) = self.until(at)?;
        let at = self.skip(at, is_between);
        let reason = self.comment.get(at..).unwrap_or_default();
        if let Some(late) = reason.find("until=") {
            let range = at + late..at + late + "until=".len();
            return Err(self.mistake(range, "suppression.until-late"));
        }
        if !reason.contains(char::is_alphanumeric) {
            return Err(self.mistake(self.whole(), "suppression.reason"));
        }
        Ok(Ask {
            rules,
            until,
            reason: self.place.part(at..self.comment.len()),
        })
    }

    /// The ids in bytes `range`.
    fn rules(&self, range: Range<usize>) -> Result<Vec<(String, Span)>, Problem> {
        let mut rules = Vec::new();
        let mut start = range.start;
        for piece in self.comment.get(range).unwrap_or_default().split(',') {
            let id = piece.trim();
            let from = start + piece.len() - piece.trim_start().len();
            if id.is_empty() {
                let around = start.saturating_sub(1)..start + piece.len() + 1;
                return Err(self.mistake(around, "suppression.no-rule"));
            }
            rules.push((id.to_owned(), self.place.part(from..from + id.len())));
            start += piece.len() + 1;
        }
        Ok(rules)
    }

    /// `until=DATE` at byte `at`, and where it ends.
    #[allow(clippy::type_complexity, reason = "a date and two places")]
    fn until(&self, at: usize) -> Result<(Option<(Date, Span)>, usize), Problem> {
        let rest = self.comment.get(at..).unwrap_or_default();
        let word = rest.split_whitespace().next().unwrap_or_default();
        let Some(sign) = word.strip_prefix("until") else {
            return Ok((None, at));
        };
        let range = at..at + word.len();
        let date = sign.strip_prefix('=');
        let next = rest.split_whitespace().nth(1).unwrap_or_default();
        let is_prose = !sign.starts_with(['=', ':', '：']) && !next.starts_with(char::is_numeric);
        // A date that is written in another way would be taken for a part of the reason, and the
        // suppression would hold for ever.
        if is_prose {
            return Ok((None, at));
        }
        match date.and_then(day) {
            Some(day) => Ok((Some((day, self.place.part(range.clone()))), range.end)),
            None => Err(self.mistake(range, "suppression.date")),
        }
    }

    /// The comment without its `#`.
    fn whole(&self) -> Range<usize> {
        self.skip(0, |c| matches!(c, '#' | ' ' | '\t'))..self.comment.len()
    }

    fn skip(&self, at: usize, skipped: fn(char) -> bool) -> usize {
        let rest = self.comment.get(at..).unwrap_or_default();
        self.comment.len() - rest.trim_start_matches(skipped).len()
    }

    fn mistake(&self, range: Range<usize>, detail: &'static str) -> Problem {
        let place = self.place.part(range);
        Problem::new(ProblemKind::MalformedSuppression, place).with("detail", Arg::Text(detail))
    }
}

fn is_between(character: char) -> bool {
    character.is_whitespace() || SEPARATORS.contains(&character)
}

/// A day in its one spelling, `2027-01-31`.
fn day(word: &str) -> Option<Date> {
    let day: Date = word.parse().ok()?;
    (day.to_string() == word).then_some(day)
}

#[cfg(test)]
mod tests;
