//! A place in a text.

use std::ops::Range;

/// The number of a text in its [`Texts`](crate::model::Texts).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub(crate) u32);

/// Bytes `start..end` of the decoded content of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The text the bytes are counted in.
    pub text: TextId,
    /// First byte.
    pub start: u32,
    /// Byte after the last one.
    pub end: u32,
}

impl Span {
    /// A span over `range`; offsets beyond 4 GiB saturate (texts are far smaller).
    pub fn new(text: TextId, range: Range<usize>) -> Self {
        let start = offset(range.start);
        Self {
            text,
            start,
            end: offset(range.end).max(start),
        }
    }

    /// The empty span at the beginning of a text.
    pub fn start_of(text: TextId) -> Self {
        Self {
            text,
            start: 0,
            end: 0,
        }
    }

    /// The bytes as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of this span that starts `range.start` bytes in, clipped to this span.
    #[must_use]
    pub fn part(self, range: Range<usize>) -> Self {
        let clip = |at: usize| self.start.saturating_add(offset(at)).min(self.end);
        Self {
            text: self.text,
            start: clip(range.start),
            end: clip(range.end),
        }
    }

    /// From the start of this span to the end of a later one of the same text.
    #[must_use]
    pub fn until(self, later: Self) -> Self {
        Self {
            end: later.end.max(self.end),
            ..self
        }
    }

    /// Whether nothing is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A byte count as the model stores it; saturates at 4 GiB.
pub(crate) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
