//! dotenv for Node: it looks for assignments at the starts of lines. A quoted value that does not
//! end its line is an unquoted one.

use std::ops::Range;

use super::library::Reading;
use crate::model::Sensitive;

/// Reads `content`, whose lines end with line feeds.
pub(super) fn read(content: &str) -> Vec<Reading> {
    let mut readings = Vec::new();
    let mut line = Some(0);
    while let Some(start) = line {
        let begin = skip(content, start, is_blank);
        line = match assignment(content, begin) {
            Some((name, value, end)) => {
                readings.push(Reading {
                    name: content.get(name).unwrap_or_default().to_owned(),
                    value: Some(Sensitive::new(value)),
                });
                next_line(content, end)
            }
            None => next_line(content, begin + 1),
        };
    }
    readings
}

/// What JavaScript takes for white space.
fn is_blank(character: char) -> bool {
    character == '\u{feff}' || (character != '\u{85}' && character.is_whitespace())
}

/// What ends a line in JavaScript.
fn ends_line(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn is_key(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '-')
}

/// The first byte at or after `at` whose character is not skipped.
fn skip(content: &str, at: usize, skipped: fn(char) -> bool) -> usize {
    let rest = content.get(at..).unwrap_or_default();
    content.len() - rest.trim_start_matches(skipped).len()
}

fn next_char(content: &str, at: usize) -> Option<char> {
    content.get(at..)?.chars().next()
}

/// The start of the first line at or after byte `at`; `None` behind the last.
fn next_line(content: &str, at: usize) -> Option<usize> {
    let mut at = at;
    while !content.is_char_boundary(at) && at < content.len() {
        at += 1;
    }
    let is_start = content
        .get(..at)
        .is_some_and(|before| before.ends_with(ends_line));
    if is_start && at < content.len() {
        return Some(at);
    }
    let rest = content.get(at..)?;
    let (into, end) = rest.char_indices().find(|(_, c)| ends_line(*c))?;
    let next = at + into + end.len_utf8();
    (next < content.len()).then_some(next)
}

/// The assignment that begins at byte `begin`: its key, its value and the byte behind it.
fn assignment(content: &str, begin: usize) -> Option<(Range<usize>, String, usize)> {
    let exported = content.get(begin..)?.strip_prefix("export");
    let exported = exported.filter(|rest| rest.starts_with(is_blank));
    let behind = exported.map(|rest| content.len() - rest.trim_start_matches(is_blank).len());
    // `export` with nothing behind it that is a key is one itself.
    let (key, value) = behind
        .and_then(|begin| key(content, begin))
        .or_else(|| key(content, begin))?;
    let (value, end) = read_value(content, value);
    Some((key, value, end))
}

/// The key at byte `begin`, and where its value begins: behind `=`, or behind `:` and a blank.
fn key(content: &str, begin: usize) -> Option<(Range<usize>, usize)> {
    let end = skip(content, begin, is_key);
    if end == begin {
        return None;
    }
    let separator = skip(content, end, is_blank);
    if next_char(content, separator) == Some('=') {
        return Some((begin..end, separator + 1));
    }
    let blank = next_char(content, end + 1).filter(|next| is_blank(*next));
    let blank = blank.filter(|_| next_char(content, end) == Some(':'))?;
    Some((begin..end, end + 1 + blank.len_utf8()))
}

/// The value that begins at byte `start`, and where it ends. Blanks before a quote may be line
/// ends.
fn read_value(content: &str, start: usize) -> (String, usize) {
    let quote = skip(content, start, is_blank);
    let marks = ['\'', '"', '`'];
    let mark = next_char(content, quote).filter(|mark| marks.contains(mark));
    if let Some(end) = mark.and_then(|mark| closing(content, quote + 1, mark)) {
        let written = content.get(start..end).unwrap_or_default();
        return (unquoted(written), end);
    }
    let rest = content.get(start..).unwrap_or_default();
    let end = rest.find(['#', '\n', '\r']).unwrap_or(rest.len());
    let written = rest.get(..end).unwrap_or_default();
    (unquoted(written), start + end)
}

/// Where a quoted value ends: behind the last quote that can be its closing one. It stops at the
/// first quote without a backslash, and goes back where more than a comment follows.
fn closing(content: &str, inside: usize, mark: char) -> Option<usize> {
    let mut quotes = Vec::new();
    let mut was_backslash = false;
    for (into, character) in content.get(inside..)?.char_indices() {
        if character == mark {
            quotes.push(inside + into + 1);
            if !was_backslash {
                break;
            }
        }
        was_backslash = character == '\\';
    }
    quotes.into_iter().rev().find(|end| is_last(content, *end))
}

/// Whether nothing but a comment follows on the line.
fn is_last(content: &str, at: usize) -> bool {
    let rest = content.get(at..).unwrap_or_default();
    let mut blanks = rest.chars().take_while(|next| is_blank(*next));
    blanks.any(ends_line)
        || matches!(
            rest.trim_start_matches(is_blank).chars().next(),
            None | Some('#')
        )
}

/// The value without the quotes around it. Two escapes mean something, and only behind a double
/// quote.
fn unquoted(written: &str) -> String {
    let value = written.trim_matches(is_blank);
    let inner = without_quotes(value);
    if value.starts_with('"') {
        return inner.replace("\\n", "\n").replace("\\r", "\r");
    }
    inner
}

/// Takes away a pair of quotes: the first stands at the start of a line, of which a value without
/// quotes may have several to JavaScript, and the last one at the end of a line.
fn without_quotes(value: &str) -> String {
    let mut inner = String::with_capacity(value.len());
    let mut rest = value;
    let mut starts_line = true;
    // Marks that end no line from here on.
    let mut hopeless = String::new();
    while let Some(first) = rest.chars().next() {
        let behind = rest.get(first.len_utf8()..).unwrap_or_default();
        let is_mark = starts_line && matches!(first, '\'' | '"' | '`');
        let may_close = is_mark && !hopeless.contains(first);
        if let Some(end) = may_close.then(|| last_quote(behind, first)).flatten() {
            inner.push_str(behind.get(..end).unwrap_or_default());
            rest = behind.get(end + 1..).unwrap_or_default();
            starts_line = false;
        } else {
            if may_close {
                hopeless.push(first);
            }
            inner.push(first);
            rest = behind;
            starts_line = ends_line(first);
        }
    }
    inner
}

/// The last such quote that ends a line.
fn last_quote(text: &str, mark: char) -> Option<usize> {
    let mut quotes = text.rmatch_indices(mark).map(|(at, _)| at);
    quotes.find(|at| {
        let behind = text.get(at + 1..).unwrap_or_default();
        behind.is_empty() || behind.starts_with(ends_line)
    })
}
