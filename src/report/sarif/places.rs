//! Spans as SARIF places: an address, a region, and the lines around it, quoted without secrets.

use std::cell::Cell;

use super::address::Addresses;
use super::model::{ArtifactLocation, PhysicalLocation, Region};
use crate::model::{REDACTED, Span, Text};
use crate::report::Report;

/// Longest piece of a file that is quoted, in bytes. A file of one endless line, found a thousand
/// times, must not make a report of gigabytes.
const LONGEST: usize = 8 * 1024;

/// Turns spans into places.
pub(super) struct Places<'r> {
    report: &'r Report<'r>,
    addresses: Addresses,
    has_redacted: Cell<bool>,
}

impl<'r> Places<'r> {
    /// Places of the texts of `report`.
    pub(super) fn new(report: &'r Report<'r>, addresses: Addresses) -> Self {
        Self {
            report,
            addresses,
            has_redacted: Cell::new(false),
        }
    }

    /// Whether a secret was taken out of a quote so far.
    pub(super) fn has_redacted(&self) -> bool {
        self.has_redacted.get()
    }

    /// A part of a file.
    pub(super) fn part(&self, span: Span) -> PhysicalLocation {
        let texts = self.report.texts;
        let span = texts.resolve(span);
        let text = texts.get(span.text);
        let range = span.range();
        let (start, end) = (text.position(range.start), text.position(range.end));
        let snippet = (range.len() <= LONGEST).then(|| self.shown(texts.quote(span)));
        PhysicalLocation {
            artifact_location: self.addresses.of(text.path()),
            region: Some(Region::exact(start, end, snippet)),
            context_region: self.around(span, &text, start.line, end.line),
        }
    }

    /// The file of a part of it.
    pub(super) fn file(&self, span: Span) -> ArtifactLocation {
        let texts = self.report.texts;
        let text = texts.get(texts.resolve(span).text);
        self.addresses.of(text.path())
    }

    /// A part of a file as a region, without what stands there.
    pub(super) fn exact(&self, span: Span) -> Region {
        let texts = self.report.texts;
        let span = texts.resolve(span);
        let (text, range) = (texts.get(span.text), span.range());
        Region::exact(text.position(range.start), text.position(range.end), None)
    }

    /// A part of a file, or the file where nothing of it was read; `None` for what has no name.
    pub(super) fn file_or_part(&self, span: Span) -> Option<PhysicalLocation> {
        let texts = self.report.texts;
        let text = texts.get(texts.resolve(span).text);
        if text.path().is_empty() {
            return None;
        }
        if !text.whole().is_empty() {
            return Some(self.part(span));
        }
        Some(PhysicalLocation {
            artifact_location: self.addresses.of(text.path()),
            region: None,
            context_region: None,
        })
    }

    /// The lines `start..=end` of `span` with one more on both sides. SARIF wants more than the
    /// region itself: where the file has no more, there is no context.
    fn around(&self, span: Span, text: &Text, start: usize, end: usize) -> Option<Region> {
        let lines = text.lines();
        let bytes = |first: usize, last: usize| {
            let start = text.line_range(first).start;
            start..text.line_range(last).end
        };
        let first = start.saturating_sub(1).max(lines.first());
        // The empty line after the last line end is nothing to show, unless there is nothing else.
        let ends_empty = text.line_range(lines.last()).is_empty();
        let shown = if ends_empty {
            lines.last() - 1
        } else {
            lines.last()
        };
        let mut last = (end + 1).min(shown).max(end);
        if bytes(first, last) == span.range() {
            last = (end + 1).min(lines.last());
        }
        let around = bytes(first, last);
        if around == span.range() || around.len() > LONGEST {
            return None;
        }
        let quoted = self.report.texts.quote_lines(span, first, last);
        Some(Region::lines(first, last, self.shown(quoted)))
    }

    /// A quote; of a text that must not be quoted, all is redacted.
    fn shown(&self, quoted: Option<String>) -> String {
        let quoted = quoted.unwrap_or_else(|| REDACTED.to_owned());
        if quoted.contains(REDACTED) {
            self.has_redacted.set(true);
        }
        quoted
    }
}
