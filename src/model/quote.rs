//! The only way to quote a text: with everything that may be a secret taken out.

use std::ops::Range;
use std::sync::Arc;

use super::lines::Position;
use super::span::Span;
use super::text::{Text, Texts};

/// What stands in place of a masked value: its length is nobody's business.
pub const REDACTED: &str = "[REDACTED]";

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// Path relative to the scan root, with `/`.
    pub path: Arc<str>,
    /// First character.
    pub start: Position,
    /// Character after the last one.
    pub end: Position,
}

impl Texts {
    /// The place of `span` in its outermost file.
    pub fn locate(&self, span: Span) -> Located {
        let span = self.resolve(span);
        let text = self.get(span.text);
        Located {
            path: Arc::clone(text.path()),
            start: text.position(span.range().start),
            end: text.position(span.range().end),
        }
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
    fn a_masked_value_is_not_quoted() {
        let (texts, whole) = texts("A=密码abc # x\nB=2\n");
        let value = whole.part(2..11);
        texts.mask(value);
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
        assert_eq!(texts.quote_lines(whole, 1, 1), None);
        assert_eq!(texts.quote(whole), None);
    }
}
