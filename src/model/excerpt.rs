//! The only way to quote a text: with everything that may be a secret taken out.

use std::ops::Range;
use std::sync::Arc;

use super::lines::{Position, floor_char_boundary};
use super::span::Span;
use super::text::{Text, Texts};

/// A line of more bytes than these is shown in part.
const LONG_LINE: usize = 400;

/// What stands in place of a masked value where its width does not matter.
pub const REDACTED: &str = "[REDACTED]";

/// A place in a file and, where it may be quoted, its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Path relative to the scan root, with `/`.
    pub path: Arc<str>,
    /// First character.
    pub start: Position,
    /// Character after the last one.
    pub end: Position,
    /// The lines of the place; empty for a text that must not be quoted.
    pub lines: Vec<ExcerptLine>,
}

/// A line with masks in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptLine {
    /// Line number from 1.
    pub number: usize,
    /// The line without its end; each masked character is a `*`.
    pub text: String,
    /// The bytes of `text` that belong to the place.
    pub highlight: Option<Range<usize>>,
}

impl Texts {
    /// The place of `span` in its outermost file, without any line of it.
    pub fn locate(&self, span: Span) -> Excerpt {
        let span = self.resolve(span);
        let text = self.get(span.text);
        Excerpt {
            path: Arc::clone(text.path()),
            start: text.position(span.range().start),
            end: text.position(span.range().end),
            lines: Vec::new(),
        }
    }

    /// The place of `span` in its outermost file with its lines and `context` lines on both
    /// sides, masked.
    pub fn excerpt(&self, span: Span, context: usize) -> Excerpt {
        let span = self.resolve(span);
        let text = self.get(span.text);
        let range = span.range();
        let mut excerpt = self.locate(span);
        if !text.is_sealed() {
            let lines = text.lines();
            let first = excerpt.start.line.saturating_sub(context);
            let first = first.max(lines.first());
            let last = (excerpt.end.line + context).min(lines.last());
            excerpt.lines = (first..=last)
                .map(|number| masked_line(&text, number, &range))
                .collect();
        }
        excerpt
    }

    /// The characters of `span` with [`REDACTED`] for each masked value; `None` for a text that
    /// must not be quoted.
    pub fn quote(&self, span: Span) -> Option<String> {
        let span = self.resolve(span);
        let text = self.get(span.text);
        (!text.is_sealed()).then(|| redact(&text, &span.range()))
    }

    /// The characters of `span` as they are; `None` where one of them is masked, or none may be quoted.
    pub fn verbatim(&self, span: Span) -> Option<String> {
        let span = self.resolve(span);
        let text = self.get(span.text);
        let is_shown = !text.is_sealed() && text.masks_in(&span.range()).is_empty();
        let own = text.content().get(span.range()).filter(|_| is_shown)?;
        Some(own.to_owned())
    }

    /// The whole lines `first..=last` (from 1) of the outermost file of `span`, masked with
    /// [`REDACTED`], without the last line end.
    pub fn quote_lines(&self, span: Span, first: usize, last: usize) -> Option<String> {
        let text = self.get(self.resolve(span).text);
        let lines = text.lines();
        let first = first.max(lines.first());
        let start = lines.line_range(text.content(), first).start;
        let end = lines.line_range(text.content(), last.min(lines.last())).end;
        (!text.is_sealed()).then(|| redact(&text, &(start..end)))
    }
}

fn redact(text: &Text, range: &Range<usize>) -> String {
    let mut quoted = String::new();
    let mut at = range.start;
    for mask in text.masks_in(range) {
        quoted.push_str(text.content().get(at..mask.start).unwrap_or_default());
        quoted.push_str(REDACTED);
        at = mask.end;
    }
    quoted.push_str(text.content().get(at..range.end).unwrap_or_default());
    quoted
}

/// A line around a place: a line of thousands of characters is shown in part.
fn masked_line(text: &Text, number: usize, place: &Range<usize>) -> ExcerptLine {
    let line = text.line_range(number);
    let window = window(text.content(), &line, place);
    let masks = text.masks_in(&window);
    let mut masks = masks.iter().peekable();
    let mut shown = String::new();
    if window.start > line.start {
        shown.push('…');
    }
    let mut highlight: Option<Range<usize>> = None;
    if place.is_empty() && place.start == window.start {
        highlight = Some(shown.len()..shown.len());
    }
    let content = text.content().get(window.clone()).unwrap_or_default();
    for (into, character) in content.char_indices() {
        let at = window.start + into;
        while masks.peek().is_some_and(|mask| mask.end <= at) {
            masks.next();
        }
        let before = shown.len();
        if masks.peek().is_some_and(|mask| mask.start <= at) {
            shown.push('*');
        } else {
            shown.push(character);
        }
        if place.contains(&at) {
            highlight.get_or_insert(before..before).end = shown.len();
        }
        if place.is_empty() && place.start == at + character.len_utf8() {
            highlight = Some(shown.len()..shown.len());
        }
    }
    if window.end < line.end {
        shown.push('…');
    }
    ExcerptLine {
        number,
        text: shown,
        highlight,
    }
}

/// The bytes of a line that are shown: all of them, or those around the place.
fn window(content: &str, line: &Range<usize>, place: &Range<usize>) -> Range<usize> {
    if line.len() <= LONG_LINE {
        return line.clone();
    }
    let first = place.start.clamp(line.start, line.end);
    let last = place.end.clamp(first, line.end).min(first + LONG_LINE / 2);
    let start = first.saturating_sub(LONG_LINE / 4).max(line.start);
    let end = (last + LONG_LINE / 4).min(line.end);
    floor_char_boundary(content, start)..floor_char_boundary(content, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Decoded;

    fn texts(content: &str) -> (Texts, Span) {
        let texts = Texts::default();
        let id = texts.add("x.env", Decoded::utf8(content));
        let whole = texts.get(id).whole();
        (texts, whole)
    }

    #[test]
    fn masked_characters_keep_their_columns() {
        let (texts, whole) = texts("A=密码abc # x\nB=2\n");
        let value = whole.part(2..11);
        texts.mask(value);
        let excerpt = texts.excerpt(value, 0);
        assert_eq!(excerpt.lines.len(), 1);
        assert_eq!(excerpt.lines[0].text, "A=***** # x");
        assert_eq!(excerpt.lines[0].highlight, Some(2..7));
        assert_eq!(texts.quote(value).as_deref(), Some(REDACTED));
        let lines = texts.quote_lines(value, 1, 2);
        assert_eq!(lines.as_deref(), Some("A=[REDACTED] # x\nB=2"));
    }

    #[test]
    fn overlapping_masks_show_one_token() {
        let (texts, whole) = texts("A=abcdef");
        texts.mask(whole.part(2..6));
        texts.mask(whole.part(4..8));
        assert_eq!(texts.quote(whole).as_deref(), Some("A=[REDACTED]"));
    }

    #[test]
    fn a_sealed_text_is_not_quoted() {
        let (texts, whole) = texts("A=abcdef");
        texts.seal(whole.text);
        assert!(texts.excerpt(whole, 1).lines.is_empty());
        assert_eq!(texts.quote(whole), None);
    }
}
