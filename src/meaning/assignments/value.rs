//! The value behind a separator.

use std::ops::Range;

use super::separator::Separator;
use crate::meaning::literals::{is_call, is_reference};

/// Longest type that may stand between a name and its value, in bytes.
const LONGEST_TYPE: usize = 48;

/// What is known where a value begins.
pub(super) struct Read<'a> {
    pub(super) text: &'a str,
    pub(super) separator: Separator,
    /// The byte after the last one that may belong to a value.
    pub(super) end: usize,
    /// Whether nothing stands before the name on its line.
    pub(super) begins_line: bool,
}

/// A value.
pub(super) struct Value {
    pub(super) range: Range<usize>,
    pub(super) is_quoted: bool,
    pub(super) is_fallback: bool,
}

impl Read<'_> {
    /// The value that begins at byte `at`.
    pub(super) fn value(&self, at: usize) -> Option<Value> {
        let line = self.text.get(at..self.end)?;
        let (range, is_quoted) = match self.separator {
            Separator::Default => (argument(line)?, false),
            Separator::Tag => (0..line.find('<')?, false),
            _ => self.written(line)?,
        };
        let value = line.get(range.clone())?;
        // `${NAME:-"it"}`
        let inner = unquoted(value).unwrap_or(0..value.len());
        let range = range.start + inner.start..range.start + inner.end;
        let value = line.get(range.clone())?;
        if value.trim().is_empty() || is_reference(value) {
            return None;
        }
        let is_fallback = matches!(self.separator, Separator::Default | Separator::Otherwise);
        Some(Value {
            range: at + range.start..at + range.end,
            is_quoted,
            is_fallback,
        })
    }

    /// The value at the beginning of a line's rest, and whether it is quoted.
    fn written(&self, line: &str) -> Option<(Range<usize>, bool)> {
        if let Some(range) = quoted(line) {
            return Some((range?, true));
        }
        if let Some(range) = behind_type(self.separator, line) {
            return Some((range, true));
        }
        if matches!(self.separator, Separator::Comparison | Separator::Otherwise) {
            return None;
        }
        self.bare(line).map(|range| (range, false))
    }

    /// A value without quotes.
    fn bare(&self, line: &str) -> Option<Range<usize>> {
        let is_tight = matches!(
            self.separator,
            Separator::Equals { is_tight: true } | Separator::Colon { is_tight: true }
        );
        let first = line.find([' ', '\t']).unwrap_or(line.len());
        let mut word = line.get(..first)?;
        let rest = line.get(first..)?.trim_start();
        let is_comment = ["#", ";", "//", "/*"]
            .iter()
            .any(|sign| rest.starts_with(sign));
        let is_alone = rest.is_empty() || is_comment;
        if self.begins_line && !word.starts_with(['[', '{']) {
            // More words are a sentence, unless the shell reads them.
            if !is_alone && !is_tight && self.separator != Separator::Blank {
                return None;
            }
            word = word.trim_end_matches([',', ';']);
        } else {
            let end = word.find([',', ';', '"', '\'', '`', ')', '}', ']', '&', '<', '|', '\\']);
            word = word.get(..end.unwrap_or(word.len()))?;
            // In the middle of a line a colon is one of prose.
            let is_prose = matches!(self.separator, Separator::Colon { is_tight: false });
            if is_prose && !word.contains(|c: char| c.is_ascii_digit()) {
                return None;
            }
        }
        let is_flag = self.separator == Separator::Blank && word.starts_with('-');
        let opens = word.ends_with(['(', '{', '[']) || word.starts_with(['(', '{', '[', '|', '>']);
        let is_value = !is_flag && !opens && !is_call(word);
        is_value.then_some(0..word.len())
    }
}

/// The argument of `${NAME:-argument}`.
fn argument(line: &str) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(0..at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The inside of a string at the beginning of a line's rest. `None` where there is none at all,
/// `Some(None)` where it does not end or is only a part of what is assigned.
#[allow(clippy::option_option)]
fn quoted(line: &str) -> Option<Option<Range<usize>>> {
    let is_quote = |(_, byte): &(usize, u8)| matches!(byte, b'"' | b'\'' | b'`');
    let (prefix, _) = line.bytes().enumerate().take(3).find(is_quote)?;
    let marks = line.get(..prefix)?;
    let is_marked =
        |mark: char| matches!(mark, 'b' | 'B' | 'r' | 'R' | 'u' | 'U' | 'f' | 'F' | '@');
    let is_escaped = marks == "\\";
    if !(is_escaped || marks.chars().all(is_marked)) {
        return None;
    }
    let quote = line.get(prefix..=prefix)?;
    let triple = quote.repeat(3);
    let rest = line.get(prefix..)?;
    let (open, close) = if rest.starts_with(&triple) {
        (3, triple)
    } else if is_escaped {
        (1, format!("\\{quote}"))
    } else {
        (1, quote.to_owned())
    };
    let start = prefix + open;
    let Some(length) = line.get(start..).and_then(|inner| ends_at(inner, &close)) else {
        return Some(None);
    };
    let after = line.get(start + length + close.len()..).unwrap_or_default();
    let after = after.trim_start();
    let is_part = after.starts_with(['+', '%', '~'])
        || [".format", ". ", ".$"]
            .iter()
            .any(|sign| after.starts_with(sign));
    // `f"{x}"`
    let inner = line.get(start..start + length).unwrap_or_default();
    let is_filled = marks.contains(['f', 'F']) && inner.contains('{');
    Some((!is_part && !is_filled).then_some(start..start + length))
}

/// Where a string ends: at `close` without a backslash before it.
fn ends_at(inner: &str, close: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let rest = inner.get(from..)?;
        let found = rest.find(['\\', close.chars().last()?])?;
        let tail = rest.get(found..)?;
        if tail.starts_with(close) {
            return Some(from + found);
        }
        let skipped = if tail.starts_with('\\') {
            tail.chars().take(2).map(char::len_utf8).sum()
        } else {
            1
        };
        from += found + skipped;
    }
}

/// The string behind a type: `name: &str = "value"`.
fn behind_type(separator: Separator, line: &str) -> Option<Range<usize>> {
    if !matches!(separator, Separator::Colon { .. }) {
        return None;
    }
    let sign = line
        .bytes()
        .take(LONGEST_TYPE)
        .position(|byte| byte == b'=')?;
    let is_part = |c: char| c.is_alphanumeric() || "_&<>|?[]., '".contains(c);
    if sign == 0 || !line.get(..sign)?.chars().all(is_part) {
        return None;
    }
    let rest = line.get(sign + 1..)?;
    let blank = rest.len() - rest.trim_start().len();
    let range = quoted(rest.get(blank..)?)??;
    let base = sign + 1 + blank;
    Some(base + range.start..base + range.end)
}

/// The inside of a value that is quoted as a whole.
fn unquoted(value: &str) -> Option<Range<usize>> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    (value.len() >= 2 && value.ends_with(quote)).then(|| 1..value.len() - 1)
}
