//! Lines of programs that have a grammar of their own.

use super::{Form, Value};
use crate::meaning::literals::is_reference;

/// `user:digest` in lines: the passwords of `htpasswd`, kept as digests.
pub(super) fn digests(text: &str) -> Vec<Value> {
    let each = |at: usize, line: &str| {
        let (user, digest) = line.split_once(':')?;
        let digest = digest.split(':').next()?;
        let start = at + user.len() + 1;
        let is_one = !line.starts_with('#') && !digest.is_empty() && !user.contains(' ');
        is_one.then(|| value(start, digest))
    };
    lines(text)
        .filter_map(|(at, line)| each(at, line))
        .collect()
}

/// `user default on >password` of Redis, `login=user:password` of Squid, and the basic
/// authorisation that Nginx sends on.
pub(super) fn directives(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for (at, line) in lines(text) {
        if line.trim_start().starts_with('#') {
            continue;
        }
        let start = |part: &str| at + (part.as_ptr() as usize - line.as_ptr() as usize);
        if line.starts_with("user ") {
            let words = line.split_whitespace();
            let passwords = words.filter_map(|word| word.strip_prefix('>'));
            found.extend(passwords.map(|password| value(start(password), password)));
        }
        if let Some((_, rest)) = line.split_once("login=") {
            let word = rest.split_whitespace().next().unwrap_or_default();
            if let Some((_, password)) = word.split_once(':') {
                found.push(value(start(password), password));
            }
        }
        if let Some((_, rest)) = line.split_once("Authorization")
            && let Some((_, rest)) = rest.split_once("Basic ")
        {
            let word = rest.split(['"', '\'', ';', ' ']).next().unwrap_or_default();
            found.push(value(start(word), word));
        }
    }
    found.retain(|value| {
        let written = text.get(value.range.clone()).unwrap_or_default();
        !written.is_empty() && !is_reference(written)
    });
    found
}

fn value(start: usize, written: &str) -> Value {
    Value {
        name: "password".to_owned(),
        range: start..start + written.len(),
        decoded: None,
        is_fallback: false,
        form: Form::Whole,
    }
}

/// The lines of a text with their places.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    text.lines()
        .map(move |line| (line.as_ptr() as usize - base, line))
}
