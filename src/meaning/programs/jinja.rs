//! Templates of Jinja2: what in them reaches from a value into Python.
//!
//! A template calls methods and reads attributes, and every object leads to its class, from there to
//! all classes and to the modules of their functions. No template of data needs the names on that
//! way, however they are spelled: behind a dot, as a text in brackets, or for `attr`.

use std::ops::Range;
use std::sync::Arc;

use super::Language;
use super::code::{Code, code_hash};
use super::found::{About, Found};

/// Names that lead from a value into the interpreter.
const WAYS: [&str; 29] = [
    "__base__",
    "__bases__",
    "__builtins__",
    "__call__",
    "__class__",
    "__closure__",
    "__code__",
    "__dict__",
    "__func__",
    "__getattr__",
    "__getattribute__",
    "__globals__",
    "__import__",
    "__init__",
    "__loader__",
    "__mro__",
    "__new__",
    "__reduce__",
    "__reduce_ex__",
    "__self__",
    "__spec__",
    "__subclasses__",
    "f_back",
    "f_builtins",
    "f_globals",
    "func_globals",
    "gi_frame",
    "mro",
    "tb_frame",
];

/// A word of a template that reaches into Python.
pub struct Reach {
    /// The name; none where the template makes it up while it is filled in.
    pub name: Option<&'static str>,
    /// Its bytes in the file.
    pub place: Range<usize>,
    /// The hash of the template.
    pub code: Arc<str>,
}

/// Takes a template in, and finds what it reaches for. One that does more than put values in is not
/// analysed beyond that.
pub(super) fn template(code: Code, about: &About, found: &mut Found) -> Vec<Reach> {
    let tokens = tokens(&code.text);
    let ways = ways(&tokens);
    let hash = (!ways.is_empty()).then(|| code_hash(&code.text));
    let reaches = ways.into_iter().zip(hash.iter().cycle());
    let reaches = reaches.map(|((name, range), hash)| Reach {
        name,
        place: code.place_of(range),
        code: Arc::clone(hash),
    });
    let reaches = reaches.collect();
    let is_more = |token: &Token<'_>| match token.kind {
        Kind::Word => false,
        Kind::Text => true,
        Kind::Sign => token.text != ".",
    };
    if tokens.iter().any(is_more) {
        found.unanalysed(code.place(), &about.title, "not-analysed.template");
    }
    found.program(code, Language::Jinja2, about);
    reaches
}

/// Names that reach into Python, each once for each place.
fn ways(tokens: &[Token<'_>]) -> Vec<(Option<&'static str>, Range<usize>)> {
    let mut ways = Vec::new();
    let mut number = 0;
    while let Some(token) = tokens.get(number) {
        let before = |back: usize| number.checked_sub(back).and_then(|at| tokens.get(at));
        let is = |token: Option<&Token<'_>>, text: &str| token.is_some_and(|own| own.text == text);
        match token.kind {
            Kind::Word => {
                if is(before(1), ".") {
                    ways.extend(known(token.text).map(|way| (Some(way), token.range.clone())));
                }
                let is_filter = token.text == "attr" && is(before(1), "|");
                if is_filter && is(tokens.get(number + 1), "(") {
                    let name = tokens.get(number + 2);
                    let is_text = name.is_some_and(|name| name.kind == Kind::Text);
                    if !is_text {
                        ways.push((None, token.range.clone()));
                    }
                }
            }
            Kind::Text => {
                // Texts beside each other, or joined, are one.
                let (whole, last) = joined(tokens, number);
                let end = tokens
                    .get(last)
                    .map_or(token.range.end, |last| last.range.end);
                ways.extend(known(&whole).map(|way| (Some(way), token.range.start..end)));
                number = last;
            }
            Kind::Sign => {}
        }
        number += 1;
    }
    ways
}

fn known(name: &str) -> Option<&'static str> {
    WAYS.iter().copied().find(|way| *way == name)
}

/// The text that begins with a token, and its last token.
fn joined(tokens: &[Token<'_>], first: usize) -> (String, usize) {
    let mut whole = String::new();
    let mut last = first;
    let mut at = first;
    while let Some(token) = tokens.get(at) {
        match token.kind {
            Kind::Text => {
                whole.push_str(&unescaped(token.text));
                last = at;
            }
            Kind::Sign if matches!(token.text, "~" | "+") => {}
            _ => break,
        }
        at += 1;
    }
    (whole, last)
}

/// A text without its quotes, its escapes read as Python reads them.
fn unescaped(quoted: &str) -> String {
    let inside = quoted
        .get(1..quoted.len().saturating_sub(1))
        .unwrap_or_default();
    let mut text = String::new();
    let mut rest = inside;
    while let Some(next) = rest.chars().next() {
        rest = rest.get(next.len_utf8()..).unwrap_or_default();
        if next != '\\' {
            text.push(next);
            continue;
        }
        let Some(kind) = rest.chars().next() else {
            break;
        };
        let (digits, radix) = match kind {
            'x' => (1..3, 16),
            'u' => (1..5, 16),
            'U' => (1..9, 16),
            '0'..='7' => {
                let octal = rest.chars().take(3).take_while(|own| own.is_digit(8));
                (0..octal.count(), 8)
            }
            _ => (0..0, 0),
        };
        let number = rest.get(digits.clone()).filter(|digits| !digits.is_empty());
        let read = number.and_then(|digits| u32::from_str_radix(digits, radix).ok());
        if let Some(read) = read.and_then(char::from_u32) {
            text.push(read);
            rest = rest.get(digits.end..).unwrap_or_default();
        } else {
            text.push(kind);
            rest = rest.get(kind.len_utf8()..).unwrap_or_default();
        }
    }
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Text,
    Sign,
}

/// A word, a text in quotes or a sign of an expression or a statement.
struct Token<'t> {
    kind: Kind,
    text: &'t str,
    range: Range<usize>,
}

/// What stands in `{{ }}` and `{% %}`, and nothing of the text around them. A comment holds nothing,
/// and what `raw` encloses is read as if it counted: too much is looked at, not too little.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('{')) {
        let start = at + open;
        let inside = start + 2;
        at = match text.as_bytes().get(start + 1) {
            Some(b'{') => block(text, inside, "}}", &mut tokens),
            Some(b'%') => block(text, inside, "%}", &mut tokens),
            Some(b'#') => {
                let end = text.get(inside..).and_then(|rest| rest.find("#}"));
                end.map_or(text.len(), |end| inside + end + 2)
            }
            _ => start + 1,
        };
    }
    tokens
}

/// The tokens from `at` to the closing sign; where that is.
fn block<'t>(text: &'t str, mut at: usize, close: &str, tokens: &mut Vec<Token<'t>>) -> usize {
    // Braces of a dictionary do not close an expression.
    let mut depth = 0_usize;
    while let Some(rest) = text.get(at..)
        && let Some(next) = rest.chars().next()
    {
        if depth == 0 && rest.starts_with(close) {
            return at + close.len();
        }
        let is_word = |own: char| own.is_alphanumeric() || own == '_';
        let (kind, length) = match next {
            '\'' | '"' => (Kind::Text, quoted(rest, next)),
            _ if is_word(next) => {
                let end = rest.find(|own: char| !is_word(own));
                (Kind::Word, end.unwrap_or(rest.len()))
            }
            _ => (Kind::Sign, next.len_utf8()),
        };
        match next {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // A sign that trims blanks says nothing.
        let trims =
            matches!(next, '-' | '+') && rest.get(1..).is_some_and(|own| own.starts_with(close));
        if !next.is_whitespace() && !trims {
            tokens.push(Token {
                kind,
                text: rest.get(..length).unwrap_or_default(),
                range: at..at + length,
            });
        }
        at += length.max(1);
    }
    text.len()
}

/// The length of a text in quotes; to the end where they are not closed.
fn quoted(rest: &str, quote: char) -> usize {
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => {
                letters.next();
            }
            _ if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names with what is written at their places.
    fn reached(text: &str) -> Vec<(Option<&'static str>, &str)> {
        let ways = ways(&tokens(text)).into_iter();
        ways.map(|(name, range)| (name, text.get(range).expect("within")))
            .collect()
    }

    #[test]
    fn names_are_known_however_they_are_spelled() {
        for (text, written) in [
            ("{{ ''.__class__ }}", "__class__"),
            ("a {% set x = y . __class__ %}", "__class__"),
            ("{{ x['__class__'] }}", "'__class__'"),
            ("{{ x[\"__cl\" ~ 'ass__'] }}", "\"__cl\" ~ 'ass__'"),
            ("{{ x['__cl' 'ass__'] }}", "'__cl' 'ass__'"),
            (
                "{{ x|attr('\\x5f\\137class\\u005f_') }}",
                "'\\x5f\\137class\\u005f_'",
            ),
            ("{{ {'a': x}['a'].__class__ }}", "__class__"),
            ("{{ x|map(attribute='__class__') }}", "'__class__'"),
            ("{# }} #}{{- x.__class__ -}}", "__class__"),
        ] {
            assert_eq!(reached(text), [(Some("__class__"), written)], "{text}");
        }
        let chain = "{{ cycler.__init__.__globals__.os.popen('id').read() }}";
        let names: Vec<_> = reached(chain).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, [Some("__init__"), Some("__globals__")]);
        assert_eq!(reached("{{ x|attr(name) }}"), [(None, "attr")]);
        assert_eq!(reached("{{ ().__class__.mro()[1] }}").len(), 2);
    }

    #[test]
    fn templates_of_data_reach_for_nothing() {
        for text in [
            "{{ x }} {{ y.name }}",
            "__class__ {x.__class__} {# {{ x.__class__ }} #}",
            "{% for item in items %}{{ loop.index }}: {{ item['title'] | upper }}{% endfor %}",
            "{{ x.replace('__NAME__', name) }}",
            "{{ x|attr('name') }}",
            "{{ mro }} {{ row[0] }}",
            "{{ 'unclosed",
            "{{",
            "{%",
        ] {
            assert_eq!(reached(text), [], "{text}");
        }
    }

    #[test]
    fn hostile_templates_take_no_time() {
        for piece in ["{{", "{{'", "{{ '\\", "{#", "{{ x['a'~", "{{ ({[", "{"] {
            let text = piece.repeat(200_000);
            let start = std::time::Instant::now();
            ways(&tokens(&text));
            assert!(
                start.elapsed().as_secs() < 5,
                "{piece}: {:?}",
                start.elapsed()
            );
        }
    }
}
