//! Reading a text character by character.

use std::ops::Range;

/// A place in a text.
pub(super) struct Scan<'c> {
    pub(super) content: &'c str,
    pub(super) at: usize,
}

impl<'c> Scan<'c> {
    pub(super) fn new(content: &'c str) -> Self {
        Self { content, at: 0 }
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'c str {
        self.content.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character behind the next one.
    pub(super) fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Reads `text`, if it is next, in any case of letters.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let is_next = self.starts(text);
        if is_next {
            self.at += text.len();
        }
        is_next
    }

    /// Whether `text` is next, in any case of letters.
    pub(super) fn starts(&self, text: &str) -> bool {
        let start = self.rest().get(..text.len());
        start.is_some_and(|own| own.eq_ignore_ascii_case(text))
    }

    /// Reads as long as `wanted` holds.
    pub(super) fn while_(&mut self, wanted: impl Fn(char) -> bool) -> &'c str {
        let rest = self.rest();
        let length = rest.find(|own| !wanted(own)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Reads up to the end of the line, which stays.
    pub(super) fn line(&mut self) -> Range<usize> {
        let start = self.at;
        self.while_(|own| !matches!(own, '\r' | '\n'));
        start..self.at
    }

    /// Reads the end of a line, if it is next.
    pub(super) fn line_end(&mut self) -> bool {
        self.take("\r\n") || self.take("\n") || self.take("\r")
    }
}
