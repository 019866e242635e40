//! python-dotenv: a statement ends with its line, and one that does not is dropped.

use std::collections::HashMap;

use super::library::Reading;
use crate::model::Sensitive;

/// So many bytes all values together may become: variables that name others can grow without end.
const MOST: usize = 16 << 20;

/// Reads `content`, whose lines end with line feeds, as long as its values are not too much.
pub(super) fn read(content: &str) -> Vec<Reading> {
    let mut reader = Reader { rest: content };
    let mut left = MOST;
    let mut readings = Vec::new();
    let mut known: HashMap<String, String> = HashMap::new();
    loop {
        reader.skip(is_blank);
        if reader.rest.is_empty() {
            return readings;
        }
        match reader.statement() {
            Some(Statement::Binding(name, value)) => {
                let value = value.map(|value| fill_in(&value, &known, left));
                let length = value.as_ref().map_or(0, String::len);
                let Some(less) = left.checked_sub(length) else {
                    return readings;
                };
                left = less;
                known.insert(name.to_owned(), value.clone().unwrap_or_default());
                readings.push(Reading {
                    name: name.to_owned(),
                    value: value.map(Sensitive::new),
                });
            }
            Some(Statement::Comment) => {}
            // It goes on behind the line where it lost its way.
            None => reader.skip(|character| character != '\n'),
        }
    }
}

/// What Python takes for white space: more than Unicode does.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

fn is_blank_in_line(character: char) -> bool {
    character != '\n' && is_blank(character)
}

struct Reader<'a> {
    rest: &'a str,
}

enum Statement<'a> {
    /// A name and its value.
    Binding(&'a str, Option<String>),
    Comment,
}

impl<'a> Reader<'a> {
    /// One statement with its line end; `None` where it is not understood.
    fn statement(&mut self) -> Option<Statement<'a>> {
        let mut statement = Statement::Comment;
        if !self.rest.starts_with('#') {
            self.export();
            let name = self.key()?;
            self.skip(is_blank_in_line);
            let value = match self.rest.strip_prefix('=') {
                Some(rest) => {
                    self.rest = rest;
                    Some(self.value()?)
                }
                None => None,
            };
            statement = Statement::Binding(name, value);
        }
        self.skip(is_blank_in_line);
        if self.rest.starts_with('#') {
            self.skip(|character| character != '\n');
        }
        match self.rest.strip_prefix('\n') {
            Some(rest) => self.rest = rest,
            None if self.rest.is_empty() => {}
            None => return None,
        }
        Some(statement)
    }

    /// Steps over `export` and the blanks behind it.
    fn export(&mut self) {
        if let Some(rest) = self.rest.strip_prefix("export")
            && rest.starts_with(is_blank_in_line)
        {
            self.rest = rest;
            self.skip(is_blank_in_line);
        }
    }

    /// A name, which may stand in single quotes and then may hold anything.
    fn key(&mut self) -> Option<&'a str> {
        let (name, rest) = if let Some(quoted) = self.rest.strip_prefix('\'') {
            quoted.split_once('\'')?
        } else {
            let ends = |character: char| matches!(character, '=' | '#') || is_blank(character);
            let end = self.rest.find(ends).unwrap_or(self.rest.len());
            self.rest.split_at_checked(end)?
        };
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }

    /// The value behind the `=`.
    fn value(&mut self) -> Option<String> {
        let value = self.rest.trim_start_matches(is_blank_in_line);
        if let Some(quoted) = value.strip_prefix('\'') {
            self.rest = value;
            return self.quoted(quoted, '\'');
        }
        if let Some(quoted) = value.strip_prefix('"') {
            self.rest = value;
            return self.quoted(quoted, '"');
        }
        let end = self.rest.find('\n').unwrap_or(self.rest.len());
        let (line, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(without_comment(line).trim_matches(is_blank).to_owned())
    }

    /// The value before the closing quote. A backslash hides the character behind it.
    fn quoted(&mut self, inside: &'a str, quote: char) -> Option<String> {
        let mut value = String::new();
        let mut characters = inside.char_indices();
        while let Some((at, character)) = characters.next() {
            if character == quote {
                self.rest = inside.get(at + 1..)?;
                return Some(value);
            }
            if character != '\\' {
                value.push(character);
                continue;
            }
            let (_, escaped) = characters.next()?;
            match meaning(escaped, quote) {
                Some(meant) => value.push(meant),
                None => value.extend([character, escaped]),
            }
        }
        None
    }

    fn skip(&mut self, skipped: fn(char) -> bool) {
        self.rest = self.rest.trim_start_matches(skipped);
    }
}

/// A line up to the blank before its first comment: a `#` that begins the value is none, unless a
/// blank stands between the `=` and it.
fn without_comment(line: &str) -> &str {
    let comment = line.match_indices('#').find(|(at, _)| {
        let before = line.get(..*at).unwrap_or_default();
        before.ends_with(is_blank)
    });
    comment.map_or(line, |(at, _)| line.get(..at).unwrap_or_default())
}

/// What an escape stands for; `None` where it is two ordinary characters.
fn meaning(escaped: char, quote: char) -> Option<char> {
    Some(match escaped {
        '\\' | '\'' => escaped,
        _ if quote == '\'' => return None,
        '"' => '"',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        _ => return None,
    })
}

/// Fills in `${NAME}` and `${NAME:-default}`, in quotes of any kind as well. Other forms stay as
/// they are, and a default is never looked into. It ends early where the value gets longer than
/// `most`.
fn fill_in(value: &str, known: &HashMap<String, String>, most: usize) -> String {
    let mut filled = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("${") {
        if filled.len() > most {
            break;
        }
        // Without these signs none of the references ends.
        let Some((name, sign)) = after
            .find([':', '}'])
            .and_then(|at| after.split_at_checked(at))
        else {
            break;
        };
        let (default, behind) = if let Some(behind) = sign.strip_prefix('}') {
            (Some(""), behind)
        } else if let Some(default) = sign.strip_prefix(":-") {
            let Some((default, behind)) = default.split_once('}') else {
                break;
            };
            (Some(default), behind)
        } else {
            (None, sign)
        };
        filled.push_str(before);
        match default {
            Some(default) => filled.push_str(known.get(name).map_or(default, String::as_str)),
            // The references that begin before the sign end no better.
            None => filled.extend(["${", name]),
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}
