//! Quoted values: where they end, and what their escapes stand for.

use std::ops::Range;

use super::{Quote, Value};
use crate::model::{OffsetMap, Sensitive, Span, TextId};

/// The closing quote of a value whose characters begin at byte `start`.
pub(super) fn closing(content: &str, start: usize, quote: u8) -> Option<usize> {
    let mut escaped = false;
    let rest = content.as_bytes().get(start..)?;
    let into = rest.iter().position(|byte| {
        let closes = !escaped && *byte == quote;
        escaped = !escaped && *byte == b'\\';
        closes
    })?;
    Some(start + into)
}

/// The value in bytes `range` between its quotes.
pub(super) fn value(text: TextId, content: &str, range: Range<usize>, quote: Quote) -> Value {
    let written = content.get(range.clone()).unwrap_or_default();
    if !written.contains('\\') {
        return Value::verbatim(text, content, range, quote);
    }
    let mut decoder = Decoder {
        origin: range.start,
        value: String::with_capacity(written.len()),
        map: OffsetMap::default(),
    };
    let mut at = 0;
    while let Some(rest) = written.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find('\\').unwrap_or(rest.len());
        decoder.copy(rest, at, plain);
        let escape = rest.get(plain..).unwrap_or_default();
        let len = match quote {
            Quote::Double => decoder.double(escape, at + plain),
            _ => decoder.single(escape, at + plain),
        };
        at += plain + len;
    }
    Value {
        span: Span::new(text, range),
        quote,
        decoded: Sensitive::new(decoder.value),
        map: decoder.map,
    }
}

struct Decoder {
    /// Where the value begins in the text.
    origin: usize,
    value: String,
    map: OffsetMap,
}

impl Decoder {
    /// Takes over the first `len` bytes of `rest`, which stands `at` bytes into the value.
    fn copy(&mut self, rest: &str, at: usize, len: usize) {
        self.put(rest.get(..len).unwrap_or_default(), at, len);
    }

    /// Adds `decoded` for `len` bytes `at` bytes into the value.
    fn put(&mut self, decoded: &str, at: usize, len: usize) {
        if len > 0 {
            self.map
                .push(self.value.len(), decoded.len(), self.origin + at, len);
            self.value.push_str(decoded);
        }
    }

    /// Reads what `escape` begins with, a backslash or nothing; gives its length.
    fn single(&mut self, escape: &str, at: usize) -> usize {
        match escape.as_bytes().get(1) {
            Some(b'\'') => {
                self.put("'", at, 2);
                2
            }
            // The backslash stays, and what it stands before is an ordinary character. A second
            // backslash must not escape a quote behind it.
            Some(b'\\') => {
                self.put("\\\\", at, 2);
                2
            }
            _ => {
                let len = escape.len().min(1);
                self.copy(escape, at, len);
                len
            }
        }
    }

    /// As [`Self::single`]. The escapes are those of Go, without numbers other than `\0` with
    /// three octal digits.
    fn double(&mut self, escape: &str, at: usize) -> usize {
        let Some(next) = escape.as_bytes().get(1) else {
            let len = escape.len();
            self.copy(escape, at, len);
            return len;
        };
        let decoded = match next {
            b'"' => "\"",
            b'\\' => "\\",
            // The variables are filled in next: `$$` is how they write a dollar.
            b'$' => "$$",
            b'a' => "\u{7}",
            b'b' => "\u{8}",
            b'f' => "\u{c}",
            b'n' => "\n",
            b'r' => "\r",
            b't' => "\t",
            b'v' => "\u{b}",
            b'0' => return self.octal(escape, at),
            _ => {
                self.copy(escape, at, 1);
                return 1;
            }
        };
        self.put(decoded, at, 2);
        2
    }

    fn octal(&mut self, escape: &str, at: usize) -> usize {
        let digits: String = escape
            .chars()
            .skip(2)
            .take(3)
            .take_while(char::is_ascii_digit)
            .collect();
        let len = 2 + digits.len();
        let code = (digits.len() == 3)
            .then(|| u8::from_str_radix(&digits, 8).ok())
            .flatten();
        match code {
            Some(code) => self.put(char::from(code).encode_utf8(&mut [0; 2]), at, len),
            // Compose takes the zero away before it sees that the number is none.
            None => self.put(&format!("\\{digits}"), at, len),
        }
        len
    }
}
