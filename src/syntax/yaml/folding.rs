//! Where the bytes of plain and quoted scalars stand: folds and escapes undone a second time,
//! now with offsets.

use crate::model::OffsetMap;

use super::node::Style;

/// A value under construction, to be compared with the one that the parser gave.
pub(super) struct Mapping {
    pub(super) map: OffsetMap,
    pub(super) inner: usize,
}

impl Mapping {
    pub(super) fn new() -> Self {
        Self {
            map: OffsetMap::default(),
            inner: 0,
        }
    }

    /// The next `inner` bytes of the value are written as `outer` bytes at `at`.
    pub(super) fn push(&mut self, inner: usize, at: usize, outer: usize) {
        if inner > 0 {
            self.map.push(self.inner, inner, at, outer);
            self.inner += inner;
        }
    }
}

/// The map of a plain or quoted scalar that is written as `written` (without its quotes) at
/// `start`. `None` where the value does not come out as `value`.
pub(super) fn map(written: &str, start: usize, style: Style, value: &str) -> Option<OffsetMap> {
    let mut mapping = Mapping::new();
    let mut rest = written;
    while let Some(first) = rest.chars().next() {
        let at = start + written.len() - rest.len();
        let (inner, outer) = match first {
            ' ' | '\t' | '\r' | '\n' => white(rest),
            '\'' if style == Style::SingleQuoted => (1, 2),
            '\\' if style == Style::DoubleQuoted => escape(rest),
            other => (other.len_utf8(), other.len_utf8()),
        };
        mapping.push(inner, at, outer);
        rest = rest.get(outer..)?;
    }
    (mapping.inner == value.len()).then_some(mapping.map)
}

/// A run of white space: kept within a line; folded to one space, or to a line feed for each
/// empty line, where it has line ends.
fn white(rest: &str) -> (usize, usize) {
    let (outer, breaks) = run(rest);
    match breaks {
        0 => (outer, outer),
        1 => (1, outer),
        more => (more - 1, outer),
    }
}

/// Bytes and line ends of the white space at the beginning.
fn run(rest: &str) -> (usize, usize) {
    let white = rest
        .find(|character| !matches!(character, ' ' | '\t' | '\r' | '\n'))
        .unwrap_or(rest.len());
    let run = rest.get(..white).unwrap_or_default();
    let breaks = run
        .bytes()
        .zip(run.bytes().skip(1).map(Some).chain([None]))
        .filter(|pair| pair.0 == b'\n' || (pair.0 == b'\r' && pair.1 != Some(b'\n')))
        .count();
    (white, breaks)
}

/// An escape: bytes of the value, bytes of the text.
fn escape(rest: &str) -> (usize, usize) {
    let Some(kind) = rest.chars().nth(1) else {
        return (1, rest.len());
    };
    match kind {
        // The line end vanishes with the indentation after it; empty lines stay.
        '\r' | '\n' => {
            let (white, breaks) = run(rest.get(1..).unwrap_or_default());
            (breaks.saturating_sub(1), white + 1)
        }
        'N' | '_' => (2, 2),
        'L' | 'P' => (3, 2),
        'x' => coded(rest, 2),
        'u' => coded(rest, 4),
        'U' => coded(rest, 8),
        other => (1, 1 + other.len_utf8()),
    }
}

fn coded(rest: &str, digits: usize) -> (usize, usize) {
    let code = |at: usize| {
        let digits = rest.get(at..at + digits)?;
        u32::from_str_radix(digits, 16).ok()
    };
    let outer = 2 + digits;
    match code(2) {
        // Two escapes for one character, as JSON writes it.
        Some(0xD800..=0xDBFF) => (4, (outer * 2).min(rest.len())),
        Some(code) => (char::from_u32(code).map_or(1, char::len_utf8), outer),
        None => (1, outer.min(rest.len())),
    }
}
