//! `NAME = value` in a text of any kind, where the name is one of a secret.
//!
//! No grammar is followed. Each place where a stem of such names stands is looked at: is it in a
//! name, does a separator follow, is there a value behind it? So a text without the stems costs one
//! quick search and nothing else.

mod separator;
mod stems;
mod value;

use std::ops::Range;

use self::separator::{Separator, separator};
use self::value::Read;
use super::names::is_secret_name;

/// Longest name that is looked at, in bytes.
const LONGEST_NAME: usize = 128;

/// Longest value, in bytes.
const LONGEST_VALUE: usize = 8192;

/// Longest value once a text has many places that look like one and are none.
const SHORT_VALUE: usize = 128;

/// Settings whose names do not say what they hold by the usual words: Redis, LDAP and Squid.
/// They and their values are parted by blanks.
const DIRECTIVES: [&str; 8] = [
    "requirepass",
    "masterauth",
    "primaryauth",
    "bindpw",
    "rootpw",
    "rootmodpw",
    "olcrootpw",
    "cachemgr_passwd",
];

/// What stands before a name at the beginning of a line.
const LEADS: [&str; 14] = [
    "export ",
    "set ",
    "setenv ",
    "env ",
    "arg ",
    "local ",
    "readonly ",
    "const ",
    "let ",
    "var ",
    "static ",
    "final ",
    "- ",
    "* ",
];

/// A value and its name, as bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assignment {
    /// The name, without quotes, dashes of a flag and the like.
    pub(super) name: Range<usize>,
    /// The value without its quotes; escapes in it are as written.
    pub(super) value: Range<usize>,
    /// Whether it stands in quotes.
    pub(super) is_quoted: bool,
    /// It takes effect only where something else is not set: `${NAME:-it}`.
    pub(super) is_fallback: bool,
}

/// The values of a text whose names are those of secrets, in their order. References, empty values
/// and what stands in comments are none.
pub(super) fn assignments(text: &str) -> Vec<Assignment> {
    let mut found = Vec::new();
    let mut line = Line::default();
    let mut done = 0;
    // Bytes that may have been looked at in vain: a bound for texts made to be slow.
    let mut wasted: usize = 0;
    while let Some(hit) = stems::next(text.as_bytes(), done) {
        let around = around(text, done, hit);
        done = around.end;
        if is_only_used(text, done) {
            continue;
        }
        let Some(name) = name_in(text, around) else {
            continue;
        };
        line.advance(text, name.start);
        if line.is_comment {
            continue;
        }
        let longest = if wasted > text.len().saturating_mul(8) {
            SHORT_VALUE
        } else {
            LONGEST_VALUE
        };
        let end = line.end(text, done, longest);
        if let Some(assignment) = assigned(text, name, &line, end) {
            done = assignment.value.end.max(done);
            found.push(assignment);
        } else {
            wasted = wasted.saturating_add(end - done);
        }
    }
    found
}

/// Whether a literal may be given to a name with a stem: close behind it a quote follows `=`, `:`, `,`
/// or `(`. A parser need not look at a text without.
pub(super) fn may_give_literal(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut done = 0;
    while let Some(hit) = stems::next(bytes, done) {
        done = around(text, done, hit).end;
        let mut is_given = false;
        for byte in bytes
            .get(done..)
            .unwrap_or_default()
            .iter()
            .take(LONGEST_NAME)
        {
            match byte {
                b'=' | b':' | b',' | b'(' => is_given = true,
                b'"' | b'\'' if is_given => return true,
                b' ' | b'\t' | b'\\' | b'r' | b'b' | b'u' | b'f' | b'R' | b'B' | b'U' | b'F' => {}
                b'\n' | b'\r' if is_given => {}
                b'\n' | b'\r' => break,
                _ => is_given = false,
            }
        }
    }
    false
}

/// Whether a name that ends at a byte is used there and given nothing, as most are: `key(…)`, `key;`.
fn is_only_used(text: &str, end: usize) -> bool {
    let next = text.as_bytes().get(end);
    next.is_none_or(|next| b"();,\n\r+*/&|!".contains(next))
}

/// Whether a text has a stem of a secret's name in it.
pub(super) fn has_stem(bytes: &[u8]) -> bool {
    stems::next(bytes, 0).is_some()
}

/// The characters of a name around a stem, from byte `from` on.
fn around(text: &str, from: usize, stem: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let before = bytes.get(from..stem.start).unwrap_or_default().iter().rev();
    let before = before.take(LONGEST_NAME).take_while(is_part).count();
    let after = bytes.get(stem.end..).unwrap_or_default().iter();
    let after = after.take(LONGEST_NAME).take_while(is_part).count();
    let range = stem.start - before..stem.end + after;
    // `${X-…}`: the dash before the operator is its own.
    let word = text.get(range.clone()).unwrap_or_default();
    match word.find('-') {
        Some(dash)
            if bytes
                .get(..range.start)
                .is_some_and(|rest| rest.ends_with(b"${")) =>
        {
            range.start..(range.start + dash).max(stem.end)
        }
        _ => range,
    }
}

/// The name in what stands around a stem.
fn name_in(text: &str, around: Range<usize>) -> Option<Range<usize>> {
    let word = text.get(around.clone())?;
    let inner = word.trim_start_matches(['-', '.']);
    let start = around.end - inner.len();
    let inner = inner.trim_end_matches(['-', '.']);
    (!inner.is_empty() && inner.len() <= LONGEST_NAME).then_some(start..start + inner.len())
}

/// What is assigned to a name.
fn assigned(text: &str, name: Range<usize>, line: &Line, end: usize) -> Option<Assignment> {
    let word = text.get(name.clone())?;
    let lead = text.get(line.start..name.start)?;
    let (separator, at) = separator(text, &name)?;
    let is_directive = || {
        DIRECTIVES
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
    };
    if separator == Separator::Blank && !blank_parts(word, lead, is_directive()) {
        return None;
    }
    if !is_secret_name(word) && !is_directive() {
        return None;
    }
    let read = Read {
        text,
        separator,
        end,
        begins_line: begins_line(lead),
    };
    let mut at = at;
    // `sentinel auth-pass NAME value`
    if separator == Separator::Blank && lead.trim() == "sentinel" {
        at += text.get(at..end)?.find([' ', '\t'])? + 1;
    }
    let value = read.value(at)?;
    Some(Assignment {
        name,
        value: value.range,
        is_quoted: value.is_quoted,
        is_fallback: value.is_fallback,
    })
}

/// Whether a name and what follows after blanks belong together: directives at the beginning of
/// their line, flags, and the machine lines of `.netrc`.
fn blank_parts(word: &str, lead: &str, is_directive: bool) -> bool {
    let near = lead.get(lead.ceil_char_boundary(lead.len().saturating_sub(LONGEST_NAME))..);
    let near = near.unwrap_or_default();
    let is_netrc = || word == "password" && near.contains("login ");
    let is_flag = || {
        let dashes = lead.ends_with("--");
        let word = word.to_ascii_lowercase();
        dashes && !word.ends_with("stdin") && !word.ends_with("prompt")
    };
    // `ENV NAME value` of a Dockerfile.
    let is_env = lead.trim() == "ENV";
    let opens = lead.trim().is_empty() || lead.trim() == "sentinel";
    let is_sentinel = || lead.trim() == "sentinel" && word == "auth-pass";
    is_env || (opens && (is_directive || is_sentinel())) || is_netrc() || is_flag()
}

/// Whether nothing stands before a name but what may lead in a line.
fn begins_line(lead: &str) -> bool {
    let mut rest = lead.trim_start();
    loop {
        let fitting = LEADS.iter().find(|lead| {
            let start = rest.get(..lead.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(lead))
        });
        let Some(lead) = fitting else {
            break;
        };
        rest = rest.get(lead.len()..).unwrap_or_default().trim_start();
    }
    rest.trim_end_matches(['"', '\'', '$', '-']).is_empty()
}

/// The line that the search has come to.
#[derive(Default)]
struct Line {
    start: usize,
    seen: usize,
    end: Option<usize>,
    is_comment: bool,
}

impl Line {
    /// The end of the line, or the byte `longest` behind byte `from` if that comes first.
    fn end(&mut self, text: &str, from: usize, longest: usize) -> usize {
        let end = *self.end.get_or_insert_with(|| {
            let rest = text.get(from..).unwrap_or_default();
            from + rest.find('\n').unwrap_or(rest.len())
        });
        let line = text.get(from..end).unwrap_or_default();
        let near = line.floor_char_boundary(longest);
        let is_whole = near == line.len();
        from + if is_whole {
            line.strip_suffix('\r').unwrap_or(line).len()
        } else {
            near
        }
    }

    /// Moves on to byte `at`. Each byte is looked at once, however long a line is.
    fn advance(&mut self, text: &str, at: usize) {
        let new = text.get(self.seen..at).unwrap_or_default();
        if let Some(end) = new.rfind('\n') {
            self.start = self.seen + end + 1;
            self.seen = self.start;
            self.end = None;
            self.is_comment = false;
        }
        let is_first = self.seen == self.start;
        let mut from = self.seen;
        // A blank before a sign makes it one of a comment: look at it again.
        if !is_first && text.is_char_boundary(from - 1) {
            from -= 1;
        }
        let piece = text.get(from..at).unwrap_or_default();
        self.seen = at.max(self.seen);
        if is_first {
            let start = piece.trim_start();
            self.is_comment = ["#", ";", "//", "/*", "<!--"]
                .iter()
                .any(|sign| start.starts_with(sign));
        }
        let marks = [" #", "\t#", " //", "\t//"];
        self.is_comment |= marks.iter().any(|mark| piece.contains(mark));
    }
}

#[cfg(test)]
mod tests;
