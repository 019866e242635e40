//! What stands at a place and around it, without secrets.

use super::told::Around;
use crate::model::{REDACTED, Span, Text, Texts};

/// Longest piece of a file that is quoted, in bytes. A file of one endless line, found a thousand
/// times, must not make a report of gigabytes.
const LONGEST: usize = 8 * 1024;

/// What stands at a place, unless that is too long, and the lines around it; `None` where nothing of the
/// file was read.
pub(super) fn quote(texts: &Texts, span: Span) -> Option<(Option<String>, Option<Around>)> {
    let span = texts.resolve(span);
    let text = texts.get(span.text);
    if text.path().is_empty() || text.whole().is_empty() {
        return None;
    }
    let range = span.range();
    let (start, end) = (text.position(range.start), text.position(range.end));
    let own = (range.len() <= LONGEST).then(|| shown(texts.quote(span)));
    Some((own, around(texts, span, &text, start.line, end.line)))
}

/// The lines `start..=end` of `span` with one more on both sides. SARIF wants more than the place
/// itself: where the file has no more, there is nothing around it.
fn around(texts: &Texts, span: Span, text: &Text, start: usize, end: usize) -> Option<Around> {
    let lines = text.lines();
    let bytes = |first: usize, last: usize| {
        let start = text.line_range(first).start;
        start..text.line_range(last).end
    };
    let first = start.saturating_sub(1).max(lines.first());
    // The empty line after the last line end is nothing to show, unless there is nothing else.
    let ends_empty = text.line_range(lines.last()).is_empty();
    let shown_last = if ends_empty {
        lines.last() - 1
    } else {
        lines.last()
    };
    let mut last = (end + 1).min(shown_last).max(end);
    if bytes(first, last) == span.range() {
        last = (end + 1).min(lines.last());
    }
    let around = bytes(first, last);
    if around == span.range() || around.len() > LONGEST {
        return None;
    }
    Some(Around {
        line: first,
        end_line: last,
        text: shown(texts.quote_lines(span, first, last)),
    })
}

/// A quote; of a text that must not be quoted, all is redacted.
fn shown(quoted: Option<String>) -> String {
    quoted.unwrap_or_else(|| REDACTED.to_owned())
}
