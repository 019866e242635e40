//! Lines that do not mean what their writer most likely meant.
//!
//! Values are only counted here, in characters, and never repeated.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{EnvFile, Library, Quote, Statement, Value};
use crate::model::{Problem, Sensitive, Span};
use crate::syntax::template::{self, Piece};

/// Variables that the process of everybody has.
const OF_THE_PROCESS: [&str; 6] = ["HOME", "PWD", "PATH", "USER", "LOGNAME", "SHELL"];

/// Pairs of signs that quote a text on paper, and nothing in an env file.
const OTHER_QUOTES: [(char, char); 5] = [
    ('`', '`'),
    ('“', '”'),
    ('‘', '’'),
    ('＂', '＂'),
    ('＇', '＇'),
];

/// A line whose value is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The variable.
    pub name: String,
    /// The place to change.
    pub span: Span,
    /// Another line that belongs to it: the one that wins.
    pub related: Option<Span>,
    /// The length of what was written, in characters.
    pub written: usize,
    /// The length of what takes effect, in characters.
    pub effective: usize,
    /// What happened.
    pub kind: Kind,
}

/// What happens to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A `$` begins a variable that nothing sets: so many of the characters are left.
    Cut,
    /// A `$` begins a variable that every process has: its value stands in place of these
    /// characters. The effective length is that of the rest.
    Spliced,
    /// A comment is the value, or a part of it.
    CommentAsValue,
    /// What stands behind the closing quote is no part of the value.
    TextLost,
    /// Quotes are a part of the value.
    QuotesStay,
    /// A later line sets the same variable to another value.
    Duplicate,
    /// Compose reads so many characters as were written, and this library reads others.
    ReaderDisagrees(Library),
}

impl EnvFile {
    /// What of `content`, the text of the file, Compose or another reader takes for something else
    /// than was written, in the order of the file. `knows` tells whether a variable is set
    /// elsewhere. One line gives one difference at most, besides being a duplicate.
    pub fn differences(&self, content: &str, knows: &dyn Fn(&str) -> bool) -> Vec<Difference> {
        let own: HashSet<&str> = self.statements.iter().map(|one| &*one.key.name).collect();
        let knows = |name: &str| own.contains(name) || knows(name);
        let mut found = Vec::new();
        for statement in &self.statements {
            let Some(value) = &statement.value else {
                continue;
            };
            let changed = dollars(value, &knows)
                .or_else(|| comment(statement, value, content))
                .or_else(|| self.quotes(statement, value, content));
            found.extend(changed.map(|change| change.of(statement)));
        }
        let changed: HashSet<String> = found.iter().map(|one| one.name.clone()).collect();
        found.extend(self.other_readings(content, &changed));
        found.extend(self.duplicates());
        found.sort_by_key(|one| (one.span, one.kind));
        found
    }

    /// The text behind the closing quote of a value, on its line and without a comment.
    pub fn text_behind(&self, statement: &Statement, content: &str) -> Option<Span> {
        let value = statement.value.as_ref()?;
        if !matches!(value.quote, Quote::Single | Quote::Double) {
            return None;
        }
        let start = statement.span.range().end;
        let line = content.get(start..)?.lines().next()?;
        let text = line.trim_start();
        let start = start + line.len() - text.len();
        if text.starts_with('#') {
            return None;
        }
        let text = text.find(" #").map_or(text, |at| text.split_at(at).0);
        let text = text.trim_end();
        (!text.is_empty()).then(|| self.span(start..start + text.len()))
    }

    fn quotes(&self, statement: &Statement, value: &Value, content: &str) -> Option<Change> {
        let decoded = value.decoded();
        if let Some(behind) = self.text_behind(statement, content) {
            let lost = content.get(behind.range()).unwrap_or_default();
            let is_glued = behind.range().start == statement.span.range().end;
            let is_statement = !is_glued && lost.contains(['=', ':']);
            if !is_statement && !self.is_refused_in(behind) {
                return Some(Change {
                    kind: Kind::TextLost,
                    span: value.span.until(behind),
                    written: decoded.length() + lost.chars().count(),
                    effective: decoded.length(),
                });
            }
        }
        let in_pair = |(open, close): (char, char)| {
            let inner = decoded.expose().strip_prefix(open);
            inner.is_some_and(|inner| inner.ends_with(close))
        };
        let stays = match value.quote {
            Quote::None => OTHER_QUOTES.into_iter().any(in_pair),
            Quote::Raw => ['"', '\'', '`']
                .into_iter()
                .any(|mark| in_pair((mark, mark))),
            Quote::Single | Quote::Double => false,
        };
        stays.then(|| Change {
            kind: Kind::QuotesStay,
            span: value.span,
            written: decoded.length().saturating_sub(2),
            effective: decoded.length(),
        })
    }

    /// Whether Compose refuses the file for something that begins in `place`.
    fn is_refused_in(&self, place: Span) -> bool {
        let before = |problem: &Problem| problem.span.start < place.start;
        let first = self.problems.partition_point(before);
        let next = self.problems.get(first);
        next.is_some_and(|problem| problem.span.start < place.end)
    }

    /// Variables whose value another library reads as something else, with the same text before it.
    /// A `$` is written for one of the readers, and not counted.
    fn other_readings(&self, content: &str, changed: &HashSet<String>) -> Vec<Difference> {
        let winners = self.winners();
        let mut found = Vec::new();
        let readings = Library::ALL.map(|library| {
            let read = library.read(content).into_iter();
            let read: HashMap<String, _> = read.map(|one| (one.name, one.value)).collect();
            (library, read)
        });
        for statement in winners.values() {
            let Some(value) = statement.value.as_ref() else {
                continue;
            };
            let decoded = value.decoded();
            let is_judged = value.quote != Quote::Raw && !decoded.expose().contains('$');
            if !is_judged || changed.contains(&*statement.key.name) {
                continue;
            }
            let other = readings.iter().find_map(|(library, read)| {
                let theirs = read.get(&*statement.key.name).and_then(Option::as_ref);
                let length = theirs.map_or(0, Sensitive::length);
                let is_same = theirs.map_or("", Sensitive::expose) == decoded.expose();
                (!is_same).then_some((*library, length))
            });
            if let Some((library, length)) = other {
                let change = Change {
                    kind: Kind::ReaderDisagrees(library),
                    span: value.span,
                    written: decoded.length(),
                    effective: length,
                };
                found.push(change.of(statement));
            }
        }
        found
    }

    /// The last line with a value for each variable.
    fn winners(&self) -> HashMap<&str, &Statement> {
        let valued = self.statements.iter();
        // The end of a file may look like the value of an empty name.
        let valued = valued.filter(|one| one.value.is_some() && !one.key.name.is_empty());
        valued.map(|one| (&*one.key.name, one)).collect()
    }

    /// Values that a later line replaces by another one; of several for one variable the last.
    /// An empty one was never meant to stay.
    fn duplicates(&self) -> Vec<Difference> {
        let winners = self.winners();
        let mut losers: HashMap<&str, Difference> = HashMap::new();
        for statement in &self.statements {
            let Some(winner) = winners.get(&*statement.key.name) else {
                continue;
            };
            let (Some(lost), Some(won)) = (&statement.value, &winner.value) else {
                continue;
            };
            let is_same = lost.decoded() == won.decoded();
            if is_same || lost.decoded().is_empty() {
                continue;
            }
            let difference = Difference {
                name: statement.key.name.to_string(),
                span: statement.key.span,
                related: Some(winner.key.span),
                written: lost.decoded().length(),
                effective: won.decoded().length(),
                kind: Kind::Duplicate,
            };
            losers.insert(&statement.key.name, difference);
        }
        losers.into_values().collect()
    }
}

/// A difference before it has a name.
struct Change {
    kind: Kind,
    span: Span,
    written: usize,
    effective: usize,
}

impl Change {
    fn of(self, statement: &Statement) -> Difference {
        Difference {
            name: statement.key.name.to_string(),
            span: self.span,
            related: None,
            written: self.written,
            effective: self.effective,
            kind: self.kind,
        }
    }
}

/// What the `$` of a value do to it.
fn dollars(value: &Value, knows: &dyn Fn(&str) -> bool) -> Option<Change> {
    let text = value.decoded().expose();
    if !value.quote.interpolates() || !text.contains('$') {
        return None;
    }
    let pieces = template::parse(text);
    let mut taken = template::unmeant(text, &pieces);
    taken.retain(|variable| OF_THE_PROCESS.contains(&variable.name) || !knows(variable.name));
    let is_cut = taken
        .iter()
        .any(|variable| !OF_THE_PROCESS.contains(&variable.name));
    let kind = match taken.as_slice() {
        [] => return None,
        _ if is_cut => Kind::Cut,
        _ => Kind::Spliced,
    };
    let length = |range: Range<usize>| text.get(range).unwrap_or_default().chars().count();
    let written = pieces.iter().map(|piece| match piece {
        Piece::Dollar { .. } => 1,
        other => length(other.range()),
    });
    let written = written.sum();
    let lost: usize = taken
        .iter()
        .map(|variable| length(variable.range.clone()))
        .sum();
    Some(Change {
        kind,
        span: value.span,
        written,
        effective: written.saturating_sub(lost),
    })
}

/// A comment that Compose takes for text, as no plain space stands before it.
fn comment(statement: &Statement, value: &Value, content: &str) -> Option<Change> {
    let is_raw = value.quote == Quote::Raw;
    if !is_raw && value.quote != Quote::None {
        return None;
    }
    let text = value.decoded().expose();
    let kept = text.match_indices('#').find_map(|(at, _)| {
        let (before, note) = text.split_at_checked(at)?;
        let is_comment = if before.trim().is_empty() {
            let gap = statement.separator?.range().end..value.span.range().start;
            let has_gap = !before.is_empty() || content.get(gap).is_some_and(|gap| !gap.is_empty());
            says_something(note, has_gap)
        } else {
            before.ends_with(char::is_whitespace) && (!is_raw || note.starts_with("# "))
        };
        is_comment.then(|| before.trim().chars().count())
    })?;
    Some(Change {
        kind: Kind::CommentAsValue,
        span: value.span,
        written: kept,
        effective: value.decoded().length(),
    })
}

/// Whether a text behind `#` is made of words, and no color, channel or password.
fn says_something(note: &str, has_gap: bool) -> bool {
    let words = note.trim_start_matches('#');
    let foreign = |sign: char| sign.is_alphabetic() && !sign.is_ascii();
    words.contains(char::is_whitespace) || words.contains(foreign) || (has_gap && words.is_empty())
}

#[cfg(test)]
mod tests;
