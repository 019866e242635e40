//! A word of a command line: what is written, and what only the shell knows.

use std::borrow::Cow;
use std::ops::Range;

/// Stands in [`Word::flat`] for a part that is not known. No text holds it.
pub const UNKNOWN: char = '\0';

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Written as it is. Where its bytes are as many as those of the range, they are the same ones;
    /// else it is an escape, which is never divided.
    Literal {
        /// What the command gets.
        text: String,
        /// The bytes it is written with.
        range: Range<usize>,
    },
    /// A variable that the same script sets to one value and to no other.
    Assigned {
        /// Its value.
        text: String,
        /// Where it is used.
        range: Range<usize>,
        /// Where the value is written.
        value: Range<usize>,
    },
    /// What only the shell knows: another variable, the output of a command, a pattern.
    Unknown {
        /// The variable, where it is one.
        name: Option<String>,
        /// The bytes it is written with.
        range: Range<usize>,
    },
}

impl Piece {
    /// What the command gets, where that is known.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Literal { text, .. } | Self::Assigned { text, .. } => Some(text),
            Self::Unknown { .. } => None,
        }
    }

    /// Its bytes in the word.
    pub fn range(&self) -> &Range<usize> {
        match self {
            Self::Literal { range, .. }
            | Self::Assigned { range, .. }
            | Self::Unknown { range, .. } => range,
        }
    }
}

/// A word of a command line, without its quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Its parts in order; none of an empty word (`""`).
    pub pieces: Vec<Piece>,
    /// All its bytes, quotes included.
    pub range: Range<usize>,
    /// Whether a part of it is quoted.
    pub is_quoted: bool,
}

impl Word {
    /// What the command gets, where all of it is known.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self.pieces.as_slice() {
            [] => Some(Cow::Borrowed("")),
            [only] => only.text().map(Cow::Borrowed),
            pieces => pieces
                .iter()
                .map(Piece::text)
                .collect::<Option<String>>()
                .map(Cow::Owned),
        }
    }

    /// Whether it is known and just this.
    pub fn is(&self, text: &str) -> bool {
        self.text().is_some_and(|own| own == text)
    }

    /// What the command gets, with [`UNKNOWN`] for each part that is not known.
    pub fn flat(&self) -> String {
        let mut flat = String::new();
        for piece in &self.pieces {
            match piece.text() {
                Some(text) => flat.push_str(text),
                None => flat.push(UNKNOWN),
            }
        }
        flat
    }

    /// The bytes that hold bytes `range` of [`Word::flat`]: of a variable those of its use. Of an
    /// empty range the place where it would stand.
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        let mut at = 0;
        let mut found: Option<Range<usize>> = None;
        for piece in &self.pieces {
            let length = piece.text().map_or(UNKNOWN.len_utf8(), str::len);
            let own = at..at + length;
            at = own.end;
            let touches = if range.is_empty() {
                own.start <= range.start && range.start < own.end
            } else {
                own.start < range.end && range.start < own.end
            };
            if !touches {
                continue;
            }
            let written = piece.range();
            let part = if matches!(piece, Piece::Literal { .. }) && written.len() == length {
                let from = range.start.max(own.start) - own.start;
                let to = range.end.min(own.end).max(range.start) - own.start;
                written.start + from..written.start + to
            } else {
                written.clone()
            };
            found = Some(match found {
                Some(before) => before.start..part.end.max(before.end),
                None => part,
            });
        }
        found.unwrap_or(self.range.end..self.range.end)
    }
}
