//! JSON as people write it: comments, trailing commas, keys without quotes. Nothing is refused;
//! what cannot be understood is passed over.

mod tree;

use std::ops::Range;

use super::entry::Entry;

pub use tree::{Json, Kind, NodeId};

/// The byte-order mark.
const MARK: char = '\u{feff}';

/// The scalar values of a JSON text in their order. The items of a list go by its key.
pub fn entries(text: &str) -> Vec<Entry> {
    let mut reader = Reader {
        text,
        at: 0,
        frames: vec![Frame::default()],
        owners: 0,
        found: Vec::new(),
    };
    reader.read();
    reader.found
}

/// An open object or list.
#[derive(Default)]
struct Frame {
    is_object: bool,
    owner: u32,
    /// The object or list around it.
    outer: u32,
    /// The key it stands under.
    name: String,
    /// The key that was read and has no value yet.
    key: Option<String>,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    frames: Vec<Frame>,
    owners: u32,
    found: Vec<Entry>,
}

impl Reader<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn read(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            match byte {
                b'{' | b'[' => {
                    self.open(byte == b'{');
                    self.at += 1;
                }
                b'}' | b']' => {
                    if self.frames.len() > 1 {
                        self.frames.pop();
                    }
                    self.at += 1;
                }
                b',' => {
                    if let Some(frame) = self.frames.last_mut() {
                        frame.key = None;
                    }
                    self.at += 1;
                }
                b'/' if matches!(self.byte(self.at + 1), Some(b'/')) => self.skip_to("\n"),
                b'#' => self.skip_to("\n"),
                b'/' if matches!(self.byte(self.at + 1), Some(b'*')) => self.skip_to("*/"),
                b'"' | b'\'' => self.string(byte),
                b':' | b'/' => self.at += 1,
                _ if byte.is_ascii_whitespace() => self.at += 1,
                0xEF if self
                    .text
                    .get(self.at..)
                    .is_some_and(|rest| rest.starts_with(MARK)) =>
                {
                    self.at += MARK.len_utf8();
                }
                _ => self.word(),
            }
        }
    }

    fn skip_to(&mut self, end: &str) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.find(end).map_or(rest.len(), |found| found + end.len());
    }

    fn open(&mut self, is_object: bool) {
        self.owners = self.owners.saturating_add(1);
        let name = match self.frames.last_mut() {
            Some(frame) if frame.is_object => frame.key.take().unwrap_or_default(),
            Some(frame) => frame.name.clone(),
            None => String::new(),
        };
        let outer = self.frames.last().map_or(0, |frame| frame.owner);
        self.frames.push(Frame {
            is_object,
            owner: self.owners,
            outer,
            name,
            key: None,
        });
    }

    /// A string, which ends at its quote, or else with its line.
    fn string(&mut self, quote: u8) {
        let start = self.at + 1;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let mut escapes = false;
        let mut length = 0;
        while let Some(byte) = rest.get(length) {
            match byte {
                b'\\' => {
                    escapes = true;
                    length += 1;
                }
                b'\n' => break,
                _ if *byte == quote => break,
                _ => {}
            }
            length += 1;
        }
        let end = (start + length).min(self.text.len());
        self.at = (end + 1).min(self.text.len());
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        let range = start..end;
        let written = self.text.get(range.clone()).unwrap_or_default();
        let decoded = escapes.then(|| unescape(written));
        self.scalar(range, decoded, true);
    }

    /// A number, `true`, a key without quotes.
    fn word(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends = |c: char| c.is_whitespace() || "{}[],:\"'".contains(c);
        let length = rest.find(ends).unwrap_or(rest.len());
        if length == 0 {
            self.at += rest.chars().next().map_or(1, char::len_utf8);
            return;
        }
        let range = self.at..self.at + length;
        self.at = range.end;
        self.scalar(range, None, false);
    }

    fn scalar(&mut self, value: Range<usize>, decoded: Option<String>, is_string: bool) {
        let is_key = self.is_key();
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if frame.is_object && frame.key.is_none() {
            if is_key {
                let written = || self.text.get(value.clone()).unwrap_or_default().to_owned();
                frame.key = Some(decoded.unwrap_or_else(written));
            }
            return;
        }
        let name = if frame.is_object {
            frame.key.take().unwrap_or_default()
        } else {
            frame.name.clone()
        };
        let parent = if frame.is_object {
            frame.name.clone()
        } else {
            String::new()
        };
        self.found.push(Entry {
            name,
            parent,
            owner: frame.owner,
            outer: frame.outer,
            value,
            decoded,
            is_string,
            is_fallback: false,
        });
    }

    /// Whether a colon follows.
    fn is_key(&self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let next = rest.iter().find(|byte| !byte.is_ascii_whitespace());
        next == Some(&b':')
    }
}

/// Undoes the escapes of JSON and JavaScript. Halves of surrogate pairs that stand alone become
/// the replacement character.
pub(super) fn unescape(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    let mut rest = written.chars();
    let mut high: Option<u32> = None;
    while let Some(next) = rest.next() {
        let mut code = None;
        let character = if next == '\\' {
            match rest.next() {
                Some('n') => Some('\n'),
                Some('t') => Some('\t'),
                Some('r') => Some('\r'),
                Some('b') => Some('\u{8}'),
                Some('f') => Some('\u{c}'),
                Some('u') => {
                    let digits: String = rest.clone().take(4).collect();
                    code = u32::from_str_radix(&digits, 16).ok();
                    if digits.len() == 4 && code.is_some() {
                        rest.nth(3);
                    }
                    None
                }
                Some(other) => Some(other),
                None => None,
            }
        } else {
            Some(next)
        };
        if let (Some(first), Some(second @ 0xDC00..=0xDFFF)) = (high, code) {
            let joined = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            plain.extend(char::from_u32(joined));
            high = None;
            continue;
        }
        if high.take().is_some() {
            plain.push(char::REPLACEMENT_CHARACTER);
        }
        match code {
            Some(first @ 0xD800..=0xDBFF) => high = Some(first),
            Some(code) => plain.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
            None => plain.extend(character),
        }
    }
    if high.is_some() {
        plain.push(char::REPLACEMENT_CHARACTER);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, String)> {
        let entries = entries(text).into_iter();
        let parts = entries.map(|entry| {
            let value = entry.text(text).to_owned();
            (entry.parent, entry.name, value)
        });
        parts.collect()
    }

    fn row(parent: &str, name: &str, value: &str) -> (String, String, String) {
        (parent.to_owned(), name.to_owned(), value.to_owned())
    }

    #[test]
    fn reads_what_people_write() {
        let text = "\u{feff}// note\n{a: 1, /* b */ \"b\": {\"c\": 'x', \"d\": [\"y\", {\"e\": \"z\"}],},\n # f\n \"g\": true}";
        let rows = [
            row("", "a", "1"),
            row("b", "c", "x"),
            row("", "d", "y"),
            row("d", "e", "z"),
            row("", "g", "true"),
        ];
        assert_eq!(read(text), rows);
    }

    #[test]
    fn undoes_escapes() {
        let text = r#"{"p\u0041": "a\"b\\c\/d\u0041\ud83d\ude00\ud83dx\n"}"#;
        assert_eq!(read(text), [row("", "pA", "a\"b\\c/dA😀\u{fffd}x\n")]);
    }

    #[test]
    fn goes_on_after_what_is_broken() {
        assert_eq!(
            read("{\"a\": \"x\n \"b\": \"y\" ]]} {"),
            [row("", "a", "x"), row("", "b", "y")]
        );
        assert_eq!(read(&"[".repeat(1_000_000)), []);
        assert_eq!(read("{\"é\\"), []);
    }
}
