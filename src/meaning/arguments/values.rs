//! Which names take secrets, and which values can be some.

use std::ops::Range;

use super::super::names::{is_secret_name, words};
use super::super::secrets::says_nothing;

/// Names of secrets that only some tools know.
const OWN_NAMES: [&str; 7] = [
    "requirepass",
    "masterauth",
    "storepass",
    "keypass",
    "srcstorepass",
    "deststorepass",
    "bindpw",
];

/// First words of switches that take nothing.
const SWITCHES: [&str; 16] = [
    "no", "ask", "skip", "prompt", "without", "use", "enable", "disable", "require", "allow",
    "show", "print", "generate", "reset", "rotate", "verify",
];

/// Last words of flags that say where a secret comes from, or what becomes of it.
const SOURCES: [&str; 12] = [
    "stdin",
    "prompt",
    "fd",
    "env",
    "command",
    "cmd",
    "from",
    "store",
    "manager",
    "backend",
    "plugin",
    "validation",
];

/// Whether a flag or variable of this name, dashes left out, takes a secret.
pub(super) fn is_flag_of_secret(name: &str) -> bool {
    let is_own = OWN_NAMES.iter().any(|own| name.eq_ignore_ascii_case(own));
    if is_own || !is_secret_name(name) {
        return is_own;
    }
    let words = words(name);
    let is = |word: Option<&String>, known: &[&str]| {
        word.is_some_and(|word| known.contains(&word.as_str()))
    };
    !is(words.first(), &SWITCHES) && !is(words.last(), &SOURCES)
}

/// Whether a value under this name can be a secret: no switch, no path, no count.
pub(super) fn is_plausible(name: &str, value: &str) -> bool {
    let is_number = value.len() <= 5 && value.bytes().all(|byte| byte.is_ascii_digit());
    // A number is a password, but no key.
    let counts = || {
        let last = words(name).pop().unwrap_or_default();
        ["key", "keys", "token", "tokens", "salt", "secrets"].contains(&last.as_str())
    };
    let is_other =
        says_nothing(value) || value.contains("://") || is_path(value) || (is_number && counts());
    !is_other && value.chars().any(char::is_alphanumeric)
}

fn is_path(value: &str) -> bool {
    let starts = ["/", "./", "../", "~/"]
        .iter()
        .any(|start| value.starts_with(start));
    let parts = || value.split('/');
    let plain = |part: &str| {
        part.len() <= 32
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '~'))
    };
    let ends = [
        ".pem", ".key", ".crt", ".cer", ".p12", ".pfx", ".jks", ".json", ".yaml", ".yml", ".txt",
        ".pub",
    ];
    let known = ends.iter().any(|end| {
        let start = value.len().checked_sub(end.len());
        start
            .and_then(|start| value.get(start..))
            .is_some_and(|it| it.eq_ignore_ascii_case(end))
    });
    (starts && parts().all(plain)) || known
}

/// Whether a value is what the environment or a program supplies: `$NAME`, `${NAME}`, `$(…)`.
pub(super) fn is_reference(value: &str) -> bool {
    let body = value.strip_prefix('$');
    let body = body.map(|body| body.strip_prefix('$').unwrap_or(body));
    let begins = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '{' | '(');
    value.starts_with('`') || body.is_some_and(|body| body.starts_with(begins))
}

/// The bytes of the name and of the literal in `${NAME:-literal}`, also where that stands as the
/// default of another.
pub(super) fn default_of(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut start = 0;
    let mut end = text.len();
    loop {
        let part = text.get(start..end)?;
        let open = if part.starts_with("$$") { 3 } else { 2 };
        let inside = part.get(open..)?.strip_suffix('}')?;
        if !part.get(..open)?.ends_with("${") {
            return None;
        }
        let name = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let operator = inside.get(name..)?;
        let operator = [":-", "-", ":=", "="]
            .iter()
            .find(|it| operator.starts_with(**it))?;
        let from = start + open;
        let mut value = from + name + operator.len()..end - 1;
        let written = text.get(value.clone())?;
        let bare = ["\"", "'"].iter().find_map(|quote| {
            let inner = written.strip_prefix(quote)?;
            inner.strip_suffix(quote)
        });
        if bare.is_some() {
            value = value.start + 1..value.end - 1;
        }
        let written = text.get(value.clone())?;
        if !written.contains(['$', '`']) {
            return Some((from..from + name, value));
        }
        start = value.start;
        end = value.end;
    }
}

/// The bytes of the name and of the secret in a header line.
pub(super) fn header(line: &str) -> Option<(Range<usize>, Range<usize>)> {
    let colon = line.find(':')?;
    let name = line.get(..colon)?;
    let value = line.get(colon + 1..)?;
    let mut start = colon + 1 + (value.len() - value.trim_start().len());
    let end = line.trim_end().len();
    let authorizes = ["authorization", "proxy-authorization"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known));
    if authorizes {
        let value = line.get(start..end)?;
        if let Some(space) = value.find(' ') {
            start += space + 1;
        }
    } else if !is_secret_name(name) {
        return None;
    }
    (start < end).then_some((0..colon, start..end))
}

/// The bytes of names of secrets and of their values in `"name": "value"`, in any kind of quotes.
pub(super) fn pairs(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let before = text.get(..colon).unwrap_or_default();
        let before = before.trim_end_matches(' ');
        let before = before.strip_suffix(['"', '\'']).unwrap_or(before);
        let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let start = before.trim_end_matches(is_inside).len();
        let name = before.get(start..).unwrap_or_default();
        let after = text.get(colon + 1..).unwrap_or_default();
        let value = after.trim_start_matches(' ');
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        let begin = colon + 1 + (after.len() - value.len()) + 1;
        let body = text.get(begin..).unwrap_or_default();
        let Some(length) = body.find(quote) else {
            continue;
        };
        if is_flag_of_secret(name) {
            found.push((start..before.len(), begin..begin + length));
        }
    }
    found
}
