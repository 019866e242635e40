//! Passwords in URLs and credentials of webhooks, wherever they stand in a text.

use std::ops::Range;

use memchr::memmem;

use super::Value;
use crate::meaning::literals::is_reference;
use crate::meaning::secrets::inside_of;

/// Longest address that is looked at, in bytes.
const LONGEST: usize = 2048;

/// The secrets in the addresses of a text, in their order. Comments are left out: the addresses in
/// them are examples.
pub(super) fn urls(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut done = 0;
    for at in memmem::find_iter(text.as_bytes(), b"://") {
        if at < done {
            continue;
        }
        let window = around(text, done, at);
        done = window.end;
        let Some(address) = text.get(window.clone()) else {
            continue;
        };
        let before = line_before(text, window.start);
        let begin = before.trim_start();
        if ["#", "//", ";", "*", "<!--"]
            .iter()
            .any(|sign| begin.starts_with(sign))
        {
            continue;
        }
        for (range, form) in inside_of(address) {
            let secret = address.get(range.clone()).unwrap_or_default();
            if secret.is_empty()
                || is_reference(secret)
                || secret.contains(['{', '<', '%']) && is_blank(secret)
            {
                continue;
            }
            found.push(Value {
                name: name_before(before).to_owned(),
                range: window.start + range.start..window.start + range.end,
                decoded: None,
                is_fallback: false,
                form,
            });
        }
    }
    found
}

/// Whether a part of an address is to be filled in: `{password}`, `<password>`, `%s`.
fn is_blank(part: &str) -> bool {
    let within = |open: char, close: char| part.contains(open) && part.contains(close);
    within('{', '}') || within('<', '>') || part.contains("%s") || part.contains("%(")
}

/// The address around its `://`.
fn around(text: &str, from: usize, at: usize) -> Range<usize> {
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-');
    let near = text.ceil_char_boundary(at.saturating_sub(32).max(from));
    let before = text.get(near..at).unwrap_or_default();
    let start = near + before.trim_end_matches(is_scheme).len();
    let limit = text.floor_char_boundary(at.saturating_add(LONGEST));
    let rest = text.get(at..limit).unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '\\');
    let marks = rest.find(ends).unwrap_or(rest.len());
    start..at + marks
}

/// What stands before byte `at` on its line, as far as it is near.
fn line_before(text: &str, at: usize) -> &str {
    let near = text.ceil_char_boundary(at.saturating_sub(200));
    let before = text.get(near..at).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

/// The name of what an address is given to.
fn name_before(before: &str) -> &str {
    let signs = |c: char| c.is_whitespace() || "=:\"'`({[,>?|-bfr".contains(c);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let Some(sign) = before.rfind(['=', ':']) else {
        return "";
    };
    let rest = before.get(sign..).unwrap_or_default();
    if !rest.chars().all(signs) {
        return "";
    }
    let name = before.get(..sign).unwrap_or_default();
    let name = name.trim_end_matches([' ', '\t', '"', '\'', ']', ':']);
    let start = name.rfind(|c| !is_part(c)).map_or(0, |at| {
        at + name
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8)
    });
    name.get(start..)
        .unwrap_or_default()
        .trim_start_matches('-')
}
