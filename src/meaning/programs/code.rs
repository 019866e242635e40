//! A piece of code, and where its bytes stand.

use std::ops::Range;
use std::sync::Arc;

use crate::meaning::published;
use crate::model::OffsetMap;

/// What a program is known by to whoever has looked at it: the SHA-256 of its text in UTF-8, in
/// lower-case hexadecimal. One other byte makes another one.
pub fn code_hash(code: &str) -> Arc<str> {
    published::sha256(code).into()
}

/// A text inside of a file, with the way from its bytes to those of the file.
#[derive(Clone, Default)]
pub(super) struct Code {
    pub(super) text: String,
    pub(super) map: OffsetMap,
}

impl Code {
    /// What stands in the file as it is, `start` bytes in.
    pub(super) fn verbatim(text: &str, start: usize) -> Self {
        Self {
            text: text.to_owned(),
            map: OffsetMap::verbatim(start, text.len()),
        }
    }

    /// A part of it.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let map = OffsetMap::verbatim(range.start, text.len());
        Self {
            text: text.to_owned(),
            map: map.through(&self.map),
        }
    }

    /// What is written in it, with the way to its bytes.
    pub(super) fn inside(&self, text: String, map: &OffsetMap) -> Self {
        Self {
            text,
            map: map.through(&self.map),
        }
    }

    /// Adds a piece.
    pub(super) fn append(&mut self, other: &Self) {
        self.map.append(self.text.len(), &other.map);
        self.text.push_str(&other.text);
    }

    /// Adds bytes that the file does not have.
    pub(super) fn fill(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Its bytes in the file.
    pub(super) fn place(&self) -> Range<usize> {
        self.map.outer(0..self.text.len()).unwrap_or_default()
    }

    /// The bytes in the file of a part of it.
    pub(super) fn place_of(&self, range: Range<usize>) -> Range<usize> {
        self.map.outer(range).unwrap_or_default()
    }
}
