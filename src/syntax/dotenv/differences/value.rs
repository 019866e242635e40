//! What becomes of a value on its way: its `$`, and comments that are none.

use std::ops::Range;

use super::{Change, Kind};
use crate::syntax::dotenv::{Quote, Statement, Value};
use crate::syntax::template::{self, Piece};

/// Variables that the process of everybody has.
const OF_THE_PROCESS: [&str; 6] = ["HOME", "PWD", "PATH", "USER", "LOGNAME", "SHELL"];

/// What the `$` of a value do to it.
pub(super) fn dollars(value: &Value, knows: &dyn Fn(&str) -> bool) -> Option<Change> {
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
pub(super) fn comment(statement: &Statement, value: &Value, content: &str) -> Option<Change> {
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
