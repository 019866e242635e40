//! A word without its quotes, and the way back to how it is written.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::OffsetMap;

/// A word of a shell command.
#[derive(Debug)]
pub struct Word<'t> {
    /// What the command gets, apart from [`Word::expansions`], which stand as they are written.
    pub value: Cow<'t, str>,
    /// All its bytes in the text, quotes included.
    pub range: Range<usize>,
    /// The bytes of the value that the shell replaces.
    pub expansions: Vec<Range<usize>>,
    /// Whether a part of it is quoted.
    pub is_quoted: bool,
    /// Whether it is what the command reads (`<<< word`), and no argument.
    pub is_input: bool,
    segments: Vec<Segment>,
}

/// Bytes of the value, up to the next segment, and the bytes they are written with.
#[derive(Debug)]
struct Segment {
    value: Range<usize>,
    source: Range<usize>,
}

impl<'t> Word<'t> {
    /// A word that no shell reads: it is its value.
    pub fn verbatim(text: &'t str) -> Self {
        let whole = 0..text.len();
        Self {
            value: Cow::Borrowed(text),
            range: whole.clone(),
            expansions: Vec::new(),
            is_quoted: false,
            is_input: false,
            segments: vec![Segment {
                value: whole.clone(),
                source: whole,
            }],
        }
    }

    /// The way from the bytes of the value to those of the text.
    pub fn offsets(&self) -> OffsetMap {
        let mut map = OffsetMap::default();
        for part in &self.segments {
            let (value, source) = (&part.value, &part.source);
            map.push(value.start, value.len(), source.start, source.len());
        }
        map
    }

    /// The bytes of the text that hold these bytes of the value. Both are whole characters.
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        if range.is_empty() {
            return self.range.clone();
        }
        let at = |byte: usize| {
            let after = self.segments.partition_point(|it| it.value.start <= byte);
            self.segments.get(after.saturating_sub(1))
        };
        let (Some(first), Some(last)) = (at(range.start), at(range.end - 1)) else {
            return self.range.clone();
        };
        let start = if first.is_verbatim() {
            first.source.start + (range.start - first.value.start)
        } else {
            first.source.start
        };
        let end = if last.is_verbatim() {
            last.source.start + (range.end - last.value.start)
        } else {
            last.source.end
        };
        start..end.min(self.range.end)
    }
}

impl Word<'_> {
    /// The stretches of bytes `range` of the value with the bytes each is written with: those that
    /// stand as they are, and each escape on its own.
    pub fn stretches(&self, range: &Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
        let touching = self.segments.iter().filter_map(|segment| {
            let start = segment.value.start.max(range.start);
            let end = segment.value.end.min(range.end);
            (start < end).then_some((segment, start..end))
        });
        let stretches = touching.map(|(segment, value)| {
            let source = if segment.is_verbatim() {
                let from = segment.source.start + (value.start - segment.value.start);
                from..from + value.len()
            } else {
                segment.source.clone()
            };
            (value, source)
        });
        stretches.collect()
    }
}

impl Segment {
    fn is_verbatim(&self) -> bool {
        self.value.len() == self.source.len()
    }
}

/// A word that is being read.
pub(super) struct Builder<'t> {
    text: &'t str,
    start: usize,
    value: String,
    expansions: Vec<Range<usize>>,
    is_quoted: bool,
    segments: Vec<Segment>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        Self {
            text,
            start,
            value: String::new(),
            expansions: Vec::new(),
            is_quoted: false,
            segments: Vec::new(),
        }
    }

    /// Adds bytes of the text as they are.
    pub(super) fn push(&mut self, source: Range<usize>) {
        let Some(part) = self.text.get(source.clone()) else {
            return;
        };
        let start = self.value.len();
        self.value.push_str(part);
        let end = self.value.len();
        match self.segments.last_mut() {
            Some(last) if last.source.end == source.start && last.is_verbatim() => {
                last.value.end = end;
                last.source.end = source.end;
            }
            _ => self.segments.push(Segment {
                value: start..end,
                source,
            }),
        }
    }

    /// Adds a character that is written in another way.
    pub(super) fn push_decoded(&mut self, decoded: char, source: Range<usize>) {
        let start = self.value.len();
        self.value.push(decoded);
        self.segments.push(Segment {
            value: start..self.value.len(),
            source,
        });
    }

    /// What is added next, so many bytes, is replaced by the shell.
    pub(super) fn expands(&mut self, length: usize) {
        let start = self.value.len();
        self.expansions.push(start..start + length);
    }

    pub(super) fn quoted(&mut self) {
        self.is_quoted = true;
    }

    pub(super) fn finish(self, end: usize) -> Word<'t> {
        let value = match self.segments.as_slice() {
            [] => Some(""),
            [only] if only.is_verbatim() => self.text.get(only.source.clone()),
            _ => None,
        };
        Word {
            value: value.map_or(Cow::Owned(self.value), Cow::Borrowed),
            range: self.start..end,
            expansions: self.expansions,
            is_quoted: self.is_quoted,
            is_input: false,
            segments: self.segments,
        }
    }
}
