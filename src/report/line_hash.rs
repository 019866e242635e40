//! The line hash by which GitHub recognises an alert: a rolling hash over the hundred characters
//! from the start of a line on, blanks left out, computed as its upload action does.

use std::ops::Range;

/// Characters that a hash covers.
const WINDOW: usize = 100;

/// The factor of the polynomial.
const FACTOR: u64 = 37;

/// Stands for the end of the file.
const END: u16 = u16::MAX;

/// The hash of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LineHash {
    hash: u64,
    /// The bytes of the content that the hash gives evidence of.
    covers: Range<usize>,
}

/// The hashes of all lines of a text, the first line first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineHashes(Vec<LineHash>);

impl LineHashes {
    /// The hashes of the lines of `content`. A lone carriage return ends a line as well.
    pub(super) fn new(content: &str, bom: bool) -> Self {
        let mut rolling = Rolling::new();
        if bom {
            // The action does not take the mark off.
            rolling.character(0xfeff, 0);
        }
        let mut units = [0; 2];
        for (at, character) in content.char_indices() {
            for unit in character.encode_utf16(&mut units) {
                rolling.character(*unit, at);
            }
        }
        rolling.character(END, content.len());
        for _ in 0..WINDOW {
            rolling.complete(content.len());
            rolling.push(0);
        }
        Self(rolling.done)
    }

    /// The hash of line `line`, from 1, as GitHub writes it: its value, and how often it came up in
    /// the text so far; with the bytes that it gives evidence of.
    pub(super) fn of(&self, line: usize) -> Option<(String, Range<usize>)> {
        let before = self.0.get(..line)?;
        let own = before.last()?;
        let count = before.iter().filter(|other| other.hash == own.hash).count();
        Some((format!("{:x}:{count}", own.hash), own.covers.clone()))
    }
}

struct Rolling {
    window: [u16; WINDOW],
    /// The starts of the lines whose first character stands in the window, by its slot.
    starts: [Option<usize>; WINDOW],
    slot: usize,
    hash: u64,
    /// What the character that leaves the window weighs.
    leaving: u64,
    at_line_start: bool,
    after_return: bool,
    done: Vec<LineHash>,
}

impl Rolling {
    fn new() -> Self {
        Self {
            window: [0; WINDOW],
            starts: [None; WINDOW],
            slot: 0,
            hash: 0,
            leaving: (0..WINDOW).fold(1, |weight: u64, _| weight.wrapping_mul(FACTOR)),
            at_line_start: true,
            after_return: false,
            done: Vec::new(),
        }
    }

    fn character(&mut self, unit: u16, at: usize) {
        let is_line_feed = unit == u16::from(b'\n');
        if unit == u16::from(b' ')
            || unit == u16::from(b'\t')
            || (self.after_return && is_line_feed)
        {
            self.after_return = false;
            return;
        }
        self.after_return = unit == u16::from(b'\r');
        let ends_line = self.after_return || is_line_feed;
        self.complete(at);
        if self.at_line_start
            && let Some(start) = self.starts.get_mut(self.slot)
        {
            *start = Some(at);
        }
        self.at_line_start = ends_line;
        self.push(if ends_line { u16::from(b'\n') } else { unit });
    }

    /// The slot comes round: the line that started in it has all its characters.
    fn complete(&mut self, at: usize) {
        let start = self.starts.get_mut(self.slot).and_then(Option::take);
        if let Some(start) = start {
            self.done.push(LineHash {
                hash: self.hash,
                covers: start..at,
            });
        }
    }

    fn push(&mut self, unit: u16) {
        if let Some(place) = self.window.get_mut(self.slot) {
            let left = std::mem::replace(place, unit);
            self.hash = FACTOR
                .wrapping_mul(self.hash)
                .wrapping_add(u64::from(unit))
                .wrapping_sub(self.leaving.wrapping_mul(u64::from(left)));
        }
        self.slot += 1;
        if self.slot == WINDOW {
            self.slot = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(content: &str) -> Vec<String> {
        let hashes = LineHashes::new(content, false);
        let lines = (1..).map_while(|line| hashes.of(line));
        lines.map(|(text, _)| text).collect()
    }

    #[test]
    fn an_empty_file_has_one_line() {
        assert_eq!(texts(""), ["c129715d7a2bc9a3:1"]);
    }

    #[test]
    fn equal_lines_are_counted() {
        let hashes = texts(&"Lorem ipsum dolor sit amet.\n".repeat(10));
        let equal: Vec<String> = (1..=6).map(|n| format!("a7f2ff13bc495cf2:{n}")).collect();
        assert_eq!(hashes[..6], equal);
        assert_eq!(hashes[6], "a7f2ff1481e87703:1");
    }

    #[test]
    fn line_ends_and_blanks_make_no_difference() {
        let lines = "a b\tc\n\nlong line\nend";
        let hashes = texts(lines);
        assert_eq!(hashes.len(), 4);
        assert_eq!(texts(&lines.replace('\n', "\r\n")), hashes);
        assert_eq!(texts(&lines.replace('\n', "\r")), hashes);
        assert_eq!(texts("abc\n\n  longline\n end\t"), hashes);
    }

    #[test]
    fn a_mark_at_the_beginning_counts() {
        assert_ne!(LineHashes::new("a", true), LineHashes::new("a", false));
        assert_eq!(LineHashes::new("a", true).0.len(), 1);
    }

    #[test]
    fn a_hash_tells_which_bytes_it_covers() {
        let content = format!("x\n{}\n", "中".repeat(200));
        let LineHashes(hashes) = LineHashes::new(&content, false);
        assert_eq!(hashes[0].covers, 0..2 + 98 * 3);
        assert_eq!(hashes[1].covers, 2..2 + 100 * 3);
        assert_eq!(LineHashes(hashes).of(0), None);
    }
}
