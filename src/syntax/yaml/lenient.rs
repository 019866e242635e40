//! What Docker Compose reads although the parser does not: written over, byte for byte, in a copy
//! of the text, which is then read again.

use std::ops::Range;

use granit_parser::ErrorKind;

/// So often a text is mended and read again,
const MAX_MENDS: usize = 64;
/// as long as so many bytes are read in all.
const MAX_BYTES: usize = 1 << 25;

/// Stands for `\'` in the copy: an escape of the same length whose character no text may hold.
const PLACEHOLDER: &str = "\\v";
/// What the placeholder gives.
const VALUE: char = '\u{B}';

/// A copy of the text with places mended.
#[derive(Default)]
pub(super) struct Mended {
    /// The copy; empty while nothing is mended.
    pub(super) source: String,
    /// Comments that are blank in the copy.
    pub(super) comments: Vec<Range<usize>>,
    /// Where `\'` stands.
    quotes: Vec<usize>,
    times: usize,
}

impl Mended {
    /// Whether an error may be one that Docker Compose does not see.
    pub(super) fn can(kind: &ErrorKind) -> bool {
        matches!(
            kind,
            ErrorKind::CommentNotSeparated
                | ErrorKind::TabInBlockIndentation
                | ErrorKind::PlainScalarStartsWithDashFlowIndicator
                | ErrorKind::UnknownQuotedScalarEscape
        )
    }

    /// Mends the place of an error. `false` where it is a real one.
    pub(super) fn mend(&mut self, text: &str, kind: &ErrorKind, at: usize, in_flow: bool) -> bool {
        self.times += 1;
        if self.times > MAX_MENDS || self.times.saturating_mul(text.len()) > MAX_BYTES {
            return false;
        }
        if self.source.is_empty() {
            text.clone_into(&mut self.source);
        }
        let rest = self.source.get(at..).unwrap_or_default();
        match kind {
            // `"a"# comment`, `|# comment`
            ErrorKind::CommentNotSeparated if rest.starts_with('#') => {
                let end = at + rest.find(['\n', '\r']).unwrap_or(rest.len());
                self.comments.push(at..end);
                self.write(at..end, &" ".repeat(end - at))
            }
            // A tab before what stands in brackets.
            ErrorKind::TabInBlockIndentation if in_flow => {
                let before = self.source.get(..at).unwrap_or_default();
                let start = before.trim_end_matches([' ', '\t']).len();
                let end = at + rest.len() - rest.trim_start_matches([' ', '\t']).len();
                self.write(start..end, &" ".repeat(end - start))
            }
            // `[-]`: a string of one dash.
            ErrorKind::PlainScalarStartsWithDashFlowIndicator if rest.starts_with('-') => {
                self.write(at..at + 1, "x")
            }
            // `"it\'s"`
            ErrorKind::UnknownQuotedScalarEscape => self.quotes(at),
            _ => false,
        }
    }

    /// Writes over all `\'` of the scalar that starts at `at`.
    fn quotes(&mut self, at: usize) -> bool {
        let mut found = Vec::new();
        let mut from = at + 1;
        while let Some(next) = self
            .source
            .get(from..)
            .and_then(|rest| rest.find(['\\', '"']))
        {
            from += next;
            let rest = self.source.get(from..).unwrap_or_default();
            let mut characters = rest.chars();
            match (characters.next(), characters.next()) {
                (Some('\\'), Some('\'')) => {
                    found.push(from);
                    from += 2;
                }
                (Some('\\'), Some(other)) => from += 1 + other.len_utf8(),
                _ => break,
            }
        }
        for quote in &found {
            self.write(*quote..quote + PLACEHOLDER.len(), PLACEHOLDER);
        }
        let any = !found.is_empty();
        self.quotes.append(&mut found);
        self.quotes.sort_unstable();
        any
    }

    fn write(&mut self, range: Range<usize>, text: &str) -> bool {
        let fits = range.len() == text.len() && self.source.get(range.clone()).is_some();
        if fits {
            self.source.replace_range(range, text);
        }
        fits
    }

    /// Whether a `\'` stands in `range`.
    pub(super) fn quoted(&self, range: &Range<usize>) -> bool {
        let after = self.quotes.partition_point(|at| *at < range.start);
        self.quotes.get(after).is_some_and(|at| *at < range.end)
    }

    /// The value of a double-quoted scalar, `place` giving where a byte of it is written.
    pub(super) fn value(&self, value: &str, place: impl Fn(usize) -> Option<usize>) -> String {
        let mended = |(at, character): (usize, char)| {
            let here = || place(at).is_some_and(|at| self.quotes.binary_search(&at).is_ok());
            if character == VALUE && here() {
                '\''
            } else {
                character
            }
        };
        value.char_indices().map(mended).collect()
    }
}
