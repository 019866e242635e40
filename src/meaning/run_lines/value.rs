//! A part of a word, with the way back to its place.

use std::ops::Range;

use crate::syntax::command_lines::{Piece, UNKNOWN, Word};

/// Some characters of a word.
#[derive(Clone)]
pub(super) struct Value<'l> {
    word: &'l Word,
    /// The characters, [`UNKNOWN`] among them.
    text: String,
    /// Where they begin in the whole word.
    start: usize,
}

impl<'l> Value<'l> {
    /// A whole word.
    pub(super) fn of(word: &'l Word) -> Self {
        Self {
            word,
            text: word.flat(),
            start: 0,
        }
    }

    /// The characters, where all of them are known.
    pub(super) fn known(&self) -> Option<&str> {
        (!self.text.contains(UNKNOWN)).then_some(self.text.as_str())
    }

    /// The characters with [`UNKNOWN`] for those that are not known.
    pub(super) fn flat(&self) -> &str {
        &self.text
    }

    /// Some of its characters; none where there are no such ones.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        Self {
            word: self.word,
            text: self.text.get(range.clone()).unwrap_or_default().to_owned(),
            start: self.start + range.start,
        }
    }

    /// What is before and behind the first `sign`.
    pub(super) fn split_once(&self, sign: impl Fn(char) -> bool) -> Option<(Self, Self)> {
        let at = self.text.find(&sign)?;
        let behind = at + self.text.get(at..)?.chars().next()?.len_utf8();
        Some((self.part(0..at), self.part(behind..self.text.len())))
    }

    /// Its bytes in the text; the whole word for none.
    pub(super) fn place(&self) -> Range<usize> {
        if self.text.is_empty() {
            return self.word.range.clone();
        }
        self.word
            .source(&(self.start..self.start + self.text.len()))
    }

    /// Whether it is nothing but one variable, which a shell may turn into several words or none.
    pub(super) fn is_open(&self) -> bool {
        let mut letters = self.text.chars();
        let is_only = letters.next() == Some(UNKNOWN) && letters.next().is_none();
        is_only && !self.word.is_quoted
    }

    /// Whether its variable says that it holds an image.
    pub(super) fn is_called_image(&self) -> bool {
        self.word.pieces.iter().any(|piece| match piece {
            Piece::Unknown {
                name: Some(name), ..
            } => {
                let name = name.to_ascii_uppercase();
                ["IMAGE", "IMG", "TAG"]
                    .iter()
                    .any(|sign| name.contains(sign))
            }
            _ => false,
        })
    }

    /// The name of the variable that it begins with, where that is not known.
    pub(super) fn variable(&self) -> Option<&'l str> {
        let mut at = 0;
        for piece in &self.word.pieces {
            if at == self.start {
                return match piece {
                    Piece::Unknown { name, .. } => name.as_deref(),
                    _ => None,
                };
            }
            at += piece.text().map_or(UNKNOWN.len_utf8(), str::len);
        }
        None
    }

    /// Whether its variable stands for the command of an engine.
    pub(super) fn is_called_engine(&self) -> bool {
        matches!(self.word.pieces.as_slice(), [Piece::Unknown { name: Some(name), .. }] if {
            let name = name.to_ascii_lowercase();
            ["docker", "podman", "nerdctl", "container_engine"].iter().any(|sign| name.contains(sign))
                && !name.contains("image")
        })
    }

    /// The stretches of it that a variable of the script supplies, with the place of its value.
    pub(super) fn supplied(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut at = 0;
        let mut supplied = Vec::new();
        let end = self.start + self.text.len();
        for piece in &self.word.pieces {
            let length = piece.text().map_or(UNKNOWN.len_utf8(), str::len);
            let from = at.max(self.start);
            let to = (at + length).min(end);
            if let Piece::Assigned { value, .. } = piece
                && from < to
            {
                supplied.push((from - self.start..to - self.start, value.clone()));
            }
            at += length;
        }
        supplied
    }
}
