//! JavaScript by its tokens: what it reaches for. It is not analysed beyond that.

use std::ops::Range;
use std::sync::Arc;

use super::Language;
use super::code::{Code, code_hash};
use super::found::{About, Found};

/// Something that JavaScript reaches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub danger: Danger,
    /// Its bytes in the file.
    pub place: Range<usize>,
    /// The hash of the program that it is in.
    pub code: Arc<str>,
}

/// What JavaScript can reach for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Danger {
    /// Other programs: `child_process`.
    Processes,
    /// Text that becomes code: `eval`, `Function`.
    Code,
    /// Files: `fs`.
    Files,
    /// The variables of the process: `process.env`.
    Environment,
    /// Other machines: `fetch`, `net`, `http`.
    Network,
}

impl Danger {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Processes => "child_process",
            Self::Code => "eval",
            Self::Files => "fs",
            Self::Environment => "process.env",
            Self::Network => "fetch",
        }
    }
}

/// Looks for what a program reaches for, and notes that it is not analysed.
pub(super) fn noted(code: Code, about: &About, found: &mut Found) -> Vec<Hit> {
    let dangers = dangers(&code.text);
    let hash = (!dangers.is_empty()).then(|| code_hash(&code.text));
    let hits = dangers.into_iter().zip(hash.iter().cycle());
    let hits = hits.map(|((danger, range), hash)| Hit {
        danger,
        place: code.place_of(range),
        code: Arc::clone(hash),
    });
    let hits = hits.collect();
    if !code.text.trim().is_empty() {
        found.unanalysed(code.place(), &about.title, "not-analysed.javascript");
    }
    found.program(code, Language::JavaScript, about);
    hits
}

/// What a program reaches for, with the bytes of the words.
fn dangers(text: &str) -> Vec<(Danger, Range<usize>)> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    for (number, token) in tokens.iter().enumerate() {
        let before = |back: usize| number.checked_sub(back).and_then(|at| tokens.get(at));
        let is_member = before(1).is_some_and(|own| own.is("."));
        let after = tokens.get(number + 1);
        let danger = match token.kind {
            Kind::String => {
                let name = token.value.strip_prefix("node:").unwrap_or(&token.value);
                let name = name.split('/').next().unwrap_or(name);
                let loads = before(1).is_some_and(|own| own.is("from") || own.is("import"))
                    || before(1).is_some_and(|own| own.is("("))
                        && before(2).is_some_and(|own| {
                            ["require", "import", "binding", "getBuiltinModule"]
                                .iter()
                                .any(|loader| own.is(loader))
                        });
                let names_member = before(1).is_some_and(|own| own.is("["));
                match name {
                    _ if loads => module(name),
                    "eval" | "Function" | "constructor" if names_member => Some(Danger::Code),
                    "child_process" => Some(Danger::Processes),
                    "env" if names_member && before(2).is_some_and(|own| own.is("process")) => {
                        Some(Danger::Environment)
                    }
                    _ => None,
                }
            }
            Kind::Word => match token.value.as_str() {
                // A key or a method of that name is another thing; one of the global object is it.
                "eval" | "Function" | "fetch" | "XMLHttpRequest" | "WebSocket"
                    if after.is_some_and(|own| own.is(":"))
                        || is_member && !before(2).is_some_and(Token::is_global) =>
                {
                    None
                }
                "eval" | "Function" => Some(Danger::Code),
                "fetch" | "XMLHttpRequest" | "WebSocket" => Some(Danger::Network),
                "constructor"
                    if is_member && before(2).is_some_and(|own| own.is("constructor")) =>
                {
                    Some(Danger::Code)
                }
                "child_process" => Some(Danger::Processes),
                "env" if is_member && before(2).is_some_and(|own| own.is("process")) => {
                    Some(Danger::Environment)
                }
                _ => None,
            },
            Kind::Sign => None,
        };
        if let Some(danger) = danger {
            let quote = usize::from(token.kind == Kind::String);
            let (start, end) = (token.range.start + quote, token.range.end - quote);
            found.push((danger, start..end.max(start)));
        }
    }
    found
}

fn module(name: &str) -> Option<Danger> {
    match name {
        "child_process" | "cluster" | "worker_threads" => Some(Danger::Processes),
        "vm" | "vm2" => Some(Danger::Code),
        "fs" | "fs-extra" => Some(Danger::Files),
        "process" => Some(Danger::Environment),
        "net" | "http" | "https" | "http2" | "dgram" | "tls" | "axios" | "node-fetch"
        | "undici" => Some(Danger::Network),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    String,
    Sign,
}

struct Token {
    kind: Kind,
    value: String,
    range: Range<usize>,
}

impl Token {
    fn is(&self, value: &str) -> bool {
        self.kind != Kind::String && self.value == value
    }

    fn is_global(&self) -> bool {
        ["globalThis", "window", "global", "self", "this"]
            .iter()
            .any(|name| self.is(name))
    }
}

/// Words, strings and signs. Comments are left out; what `${…}` of a template holds is read.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    // Open braces; those that close back into a template are true.
    let mut braces: Vec<bool> = Vec::new();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let next = rest.chars().next().unwrap_or_default();
        let add = |tokens: &mut Vec<Token>, kind, value: String, length: usize| {
            let range = at..at + length;
            tokens.push(Token { kind, value, range });
        };
        let length = match next {
            _ if next.is_whitespace() => next.len_utf8(),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' => {
                let (value, length) = quoted(rest, next);
                add(&mut tokens, Kind::String, value, length);
                length
            }
            '`' => template(rest, &mut braces, &mut tokens, at),
            '}' if braces.pop() == Some(true) => template(rest, &mut braces, &mut tokens, at),
            '{' => {
                braces.push(false);
                add(&mut tokens, Kind::Sign, "{".to_owned(), 1);
                1
            }
            '/' if begins_regex(tokens.last()) => regex(rest),
            _ if is_word(next) || rest.starts_with("\\u") => {
                let is_part = |c: char| is_word(c) || c.is_ascii_digit() || "\\{}".contains(c);
                let plain = |c: char| is_word(c) || c.is_ascii_digit();
                // `\u0065val` is `eval`.
                let mut length = rest.find(|c| !plain(c)).unwrap_or(rest.len());
                if rest
                    .get(length..)
                    .is_some_and(|rest| rest.starts_with("\\u"))
                {
                    length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                }
                let value = unescaped(rest.get(..length).unwrap_or_default());
                add(&mut tokens, Kind::Word, value, length);
                length
            }
            _ if next.is_ascii_digit() => {
                let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
                let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                add(&mut tokens, Kind::Word, String::new(), length);
                length
            }
            _ => {
                // `?.` is a dot.
                let is_chain = rest.starts_with("?.");
                let value = if is_chain { '.' } else { next };
                let length = if is_chain { 2 } else { next.len_utf8() };
                add(&mut tokens, Kind::Sign, value.to_string(), length);
                length
            }
        };
        at += length.max(1);
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '$')
}

/// A string in quotes, and its length.
fn quoted(text: &str, quote: char) -> (String, usize) {
    let mut hidden = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if hidden => hidden = false,
            '\\' => hidden = true,
            '\n' => return (unescaped(text.get(1..at).unwrap_or_default()), at),
            _ if c == quote => {
                return (unescaped(text.get(1..at).unwrap_or_default()), at + 1);
            }
            _ => {}
        }
    }
    (unescaped(text.get(1..).unwrap_or_default()), text.len())
}

/// A piece of a template, from its backquote or from the brace that closes back into it, up to its
/// end or to the next `${`.
fn template(text: &str, braces: &mut Vec<bool>, tokens: &mut Vec<Token>, start: usize) -> usize {
    let mut hidden = false;
    let mut before = ' ';
    for (at, c) in text.char_indices().skip(1) {
        let is_hole = c == '{' && before == '$' && !hidden;
        let ends = c == '`' && !hidden;
        if is_hole || ends {
            let end = if is_hole { at - 1 } else { at };
            if is_hole {
                braces.push(true);
            }
            tokens.push(Token {
                kind: Kind::String,
                value: unescaped(text.get(1..end).unwrap_or_default()),
                range: start..start + at + 1,
            });
            return at + 1;
        }
        hidden = c == '\\' && !hidden;
        before = c;
    }
    text.len()
}

/// `\x65`, `\u0065` and `\u{65}` undone; other escapes lose their backslash.
fn unescaped(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('\\') {
        plain.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        let code = |digits: Option<&str>| {
            let code = u32::from_str_radix(digits?, 16).ok()?;
            char::from_u32(code)
        };
        let braced = rest
            .strip_prefix("u{")
            .and_then(|rest| rest.split_once('}'));
        let (character, length) = match braced {
            Some((digits, _)) => (code(Some(digits)), digits.len() + 3),
            None if rest.starts_with('u') => (code(rest.get(1..5)), 5),
            None if rest.starts_with('x') => (code(rest.get(1..3)), 3),
            None => (None, 0),
        };
        if let Some(character) = character {
            plain.push(character);
            rest = rest.get(length..).unwrap_or_default();
        }
    }
    plain.push_str(rest);
    plain
}

/// Whether a slash after this token begins a regular expression.
fn begins_regex(before: Option<&Token>) -> bool {
    before.is_none_or(|token| match token.kind {
        Kind::String => false,
        Kind::Word => ["return", "typeof", "case", "in", "of"].contains(&token.value.as_str()),
        Kind::Sign => !matches!(token.value.as_str(), ")" | "]" | "}"),
    })
}

/// Longer regular expressions are read as divisions.
const LONGEST_REGEX: usize = 400;

/// The length of a regular expression; of one slash where it does not end on its line.
fn regex(text: &str) -> usize {
    let (mut hidden, mut in_class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => break,
            _ if at > LONGEST_REGEX => break,
            _ if hidden => hidden = false,
            '\\' => hidden = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return at + 1,
            _ => {}
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&'static str> {
        let found = dangers(text).into_iter();
        found.map(|(danger, _)| danger.name()).collect()
    }

    #[test]
    fn what_is_reached_for_is_seen() {
        for (text, word) in [
            ("require('child_process').exec('id')", "child_process"),
            ("import { exec } from 'node:child_process'", "child_process"),
            ("await import(\"child_process\")", "child_process"),
            ("eval(x)", "eval"),
            ("new Function('return 1')", "eval"),
            ("globalThis.eval(x)", "eval"),
            ("globalThis['eval'](x)", "eval"),
            ("\\u0065val(x)", "eval"),
            ("[].constructor.constructor('x')", "eval"),
            ("require('fs/promises')", "fs"),
            ("const e = process.env.KEY", "process.env"),
            ("process?.env", "process.env"),
            ("process['env']", "process.env"),
            ("`${fetch(u)}`", "fetch"),
            ("x = a / b; fetch('/')", "fetch"),
            ("require('child\\x5fprocess')", "child_process"),
        ] {
            assert!(words(text).contains(&word), "{text}: {:?}", words(text));
        }
    }

    #[test]
    fn what_only_looks_like_it_is_not() {
        for text in [
            "// eval(x)",
            "/* child_process */ 1",
            "'please eval this'",
            "`fetch ${a} eval`",
            "model.eval()",
            "const o = {eval: 1, fetch: 2}",
            "client.fetch(u)",
            "const fs = 1",
            "/eval(/.test(x)",
            "function process(a) { return a }",
        ] {
            assert!(words(text).is_empty(), "{text}: {:?}", words(text));
        }
        let text = "密; eval(x)";
        let found = dangers(text);
        let place = found.first().map(|(_, range)| range.clone());
        assert_eq!(place.and_then(|range| text.get(range)), Some("eval"));
    }
}
