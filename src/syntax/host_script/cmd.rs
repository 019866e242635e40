//! Batch files: the commands of `cmd`. It reads line by line, and `^` joins two.

use std::collections::HashMap;

use super::scan::Scan;
use super::{Command, Group, Piece, Script, Word};

/// Tests of `if` that have one word behind them.
const TESTS: [&str; 3] = ["exist", "defined", "errorlevel"];

struct Reader<'c> {
    scan: Scan<'c>,
    script: Script,
    words: Vec<Word>,
    follows: Option<usize>,
    /// The list that a `for` goes through, which is being read.
    list: Option<List>,
    /// How many lists each variable of a `for` went through: they share one letter.
    loops: HashMap<String, usize>,
}

/// What a `for` goes through.
struct List {
    variable: String,
    values: Vec<String>,
    is_known: bool,
}

/// Reads a batch file.
pub(super) fn parse(content: &str) -> Script {
    let mut reader = Reader {
        scan: Scan::new(content),
        script: Script::default(),
        words: Vec::new(),
        follows: None,
        list: None,
        loops: HashMap::new(),
    };
    reader.script.groups.push(Group::default());
    while reader.scan.peek().is_some() {
        reader.step();
    }
    reader.end();
    reader.script
}

impl Reader<'_> {
    fn step(&mut self) {
        let Some(next) = self.scan.peek() else {
            return;
        };
        match next {
            '\r' | '\n' => {
                self.scan.line_end();
                self.end();
            }
            '@' if self.words.is_empty() => {
                self.scan.next();
            }
            '&' => {
                self.scan.next();
                self.scan.take("&");
                self.end();
            }
            '|' => {
                self.scan.next();
                if self.scan.take("|") {
                    self.end();
                } else {
                    self.follows = self.finish();
                }
            }
            '(' if self.list.is_some() || self.words.is_empty() || self.is_test_over() => {
                self.scan.next();
                if self.is_test_over() {
                    self.end();
                }
            }
            ')' if self.list.is_some() => {
                self.scan.next();
                self.close_list();
            }
            ')' => {
                self.scan.next();
                self.end();
            }
            '>' | '<' => {
                self.scan.while_(|own| matches!(own, '>' | '<'));
                if self.scan.take("&") {
                    self.scan.while_(|own| own.is_ascii_digit());
                } else {
                    // What it writes or reads is no argument.
                    self.scan.while_(|own| matches!(own, ' ' | '\t'));
                    self.word();
                    self.words.pop();
                }
            }
            ' ' | '\t' | ',' | ';' => {
                self.scan.next();
            }
            ':' if self.words.is_empty() => {
                let range = self.scan.line();
                let is_note = self.scan.content.get(range.clone());
                if is_note.is_some_and(|own| own.starts_with("::")) {
                    self.script.comments.push(range);
                }
            }
            _ if self.words.is_empty() && self.is_note() => {
                let range = self.scan.line();
                self.script.comments.push(range);
            }
            _ if self.words.is_empty() && self.is_set() => self.set(),
            _ => {
                self.word();
                self.head();
            }
        }
    }

    /// Whether `rem` is next.
    fn is_note(&self) -> bool {
        let behind = self.scan.rest().get(3..).unwrap_or_default();
        self.scan.starts("rem")
            && !behind.starts_with(|own: char| own.is_alphanumeric() || own == '_')
    }

    /// Whether `set` is next, with a variable.
    fn is_set(&self) -> bool {
        self.scan.starts("set ") || self.scan.starts("set\t")
    }

    /// `set name=value`, `set "name=value"`.
    fn set(&mut self) {
        let start = self.scan.at;
        self.scan.at += "set".len();
        self.scan.while_(|own| matches!(own, ' ' | '\t'));
        let is_asked = self.scan.starts("/");
        let is_quoted = self.scan.peek() == Some('"');
        let behind = self.scan.at;
        let rest = self.scan.rest();
        let length = if is_quoted {
            rest.find(['\r', '\n']).unwrap_or(rest.len())
        } else {
            rest.find(['\r', '\n', '&', '|']).unwrap_or(rest.len())
        };
        let line = rest.get(..length).unwrap_or_default();
        // Of `set "a=b" & c` the quotes end it.
        let (body, from, taken) = match line.strip_prefix('"') {
            Some(inner) => match inner.rfind('"') {
                Some(end) if !inner.get(..end).unwrap_or_default().contains("\"&") => {
                    let ends = inner.find("\" &").or(inner.find("\"&")).unwrap_or(end);
                    (inner.get(..ends).unwrap_or_default(), behind + 1, ends + 2)
                }
                _ => (inner, behind + 1, line.len()),
            },
            None => (line, behind, line.len()),
        };
        self.scan.at = behind + taken;
        let Some((name, value)) = body.split_once('=') else {
            return;
        };
        let pieces = if is_asked {
            vec![Piece::Unknown]
        } else {
            self.expanded(value)
        };
        let word = Word {
            range: from + name.len() + 1..from + body.len(),
            pieces,
            is_bare: !is_quoted,
            groups: Vec::new(),
        };
        let said = self.script.said(&word);
        // `/p` asks for the value, `/a` calculates it.
        let name = name.trim().to_lowercase();
        let asked = ["/p", "/a"].iter().find_map(|own| name.strip_prefix(own));
        let name = asked.unwrap_or(&name).trim();
        let value = (said.is_known && !is_asked).then_some(said.text);
        self.script.set(name, value);
        self.script.commands.push(Command {
            range: start..word.range.end,
            words: vec![word],
            target: Some(format!("%{name}%")),
            is_expression: true,
            ..Command::default()
        });
    }

    /// A word, with the quotes in it.
    fn word(&mut self) {
        let start = self.scan.at;
        let is_bare = self.scan.peek() != Some('"');
        let mut text = String::new();
        let mut is_quoted = false;
        while let Some(sign) = self.scan.peek() {
            match sign {
                '\r' | '\n' => break,
                '"' => {
                    self.scan.next();
                    // A quote in quotes is written `\"` or `""`.
                    if is_quoted && text.ends_with('\\') && !self.ends_here() {
                        text.pop();
                        text.push('"');
                    } else if is_quoted && self.scan.peek() == Some('"') && !text.is_empty() {
                        self.scan.next();
                        text.push('"');
                    } else {
                        is_quoted = !is_quoted;
                    }
                }
                _ if is_quoted => {
                    self.scan.next();
                    text.push(sign);
                }
                '^' => {
                    self.scan.next();
                    if self.scan.line_end() {
                        // The next line goes on, and a blank at its start ends the word.
                        continue;
                    }
                    text.extend(self.scan.next());
                }
                ' ' | '\t' | '&' | '|' | '>' | '<' => break,
                ')' | '(' | ',' | ';' if self.list.is_some() => break,
                ')' if Self::closes(&text) => break,
                _ => {
                    self.scan.next();
                    text.push(sign);
                }
            }
        }
        if self.scan.at == start {
            self.scan.next();
            return;
        }
        let is_empty = text.is_empty() && is_bare;
        if is_empty {
            return;
        }
        let pieces = self.expanded(&text);
        self.words.push(Word {
            range: start..self.scan.at,
            pieces,
            is_bare,
            groups: Vec::new(),
        });
    }

    /// A text with its variables; that of a `for` is the one of its list.
    fn expanded(&self, text: &str) -> Vec<Piece> {
        let pieces = expanded(text).into_iter().map(|piece| match piece {
            Piece::Variable(name) => match self.loops.get(&name) {
                Some(count) => Piece::Variable(format!("{name}#{count}")),
                None => Piece::Variable(name),
            },
            other => other,
        });
        pieces.collect()
    }

    /// Whether a quote stands at the end of a word.
    fn ends_here(&self) -> bool {
        let next = self.scan.peek();
        next.is_none_or(char::is_whitespace)
    }

    /// Whether `)` ends a block, and is no part of `(OI)(CI)F` or `$(x)`.
    fn closes(text: &str) -> bool {
        let opened = text.matches('(').count();
        opened <= text.matches(')').count()
    }

    /// Drops what stands before a command: `call`, `start`, `if … `, `for … do`, `else`.
    fn head(&mut self) {
        let Some(last) = self.words.last() else {
            return;
        };
        let text = self.script.said(last).text;
        if self.list.is_some() {
            self.listed();
            return;
        }
        let first = self
            .words
            .first()
            .map(|own| self.script.said(own).text.to_ascii_lowercase());
        match (first.as_deref(), self.words.len()) {
            (Some("call" | "else" | "do"), 1) => self.words.clear(),
            (Some("for"), _) if text.eq_ignore_ascii_case("in") => self.begin_list(),
            _ => {}
        }
        if let Some(command) = self.behind_test() {
            self.words.drain(..command);
        }
    }

    /// Whether what was read is a whole test, so that a block may follow.
    fn is_test_over(&self) -> bool {
        self.test().is_some_and(|length| self.words.len() >= length)
    }

    /// The number of the first word behind a test, where one is there.
    fn behind_test(&self) -> Option<usize> {
        let length = self.test()?;
        (self.words.len() > length).then_some(length)
    }

    /// How many words a test has: `if`, `not`, and what is compared.
    fn test(&self) -> Option<usize> {
        let text = |number: usize| {
            let word = self.words.get(number)?;
            // As it is written: `""` says nothing, and is what a value is compared with.
            let written = self.scan.content.get(word.range.clone())?;
            Some(written.to_ascii_lowercase())
        };
        if text(0)? != "if" {
            return None;
        }
        let mut at = 1;
        while text(at).is_some_and(|own| own == "not" || own == "/i") {
            at += 1;
        }
        let first = text(at)?;
        if TESTS.contains(&first.as_str()) {
            return Some(at + 2);
        }
        if first.contains("==") && !first.ends_with("==") {
            return Some(at + 1);
        }
        match text(at + 1) {
            Some(second) if second.starts_with("==") && second.len() > 2 => Some(at + 2),
            _ if first.ends_with("==") => Some(at + 2),
            _ => Some(at + 3),
        }
    }

    /// `for %%p in (`
    fn begin_list(&mut self) {
        let number = self.words.len().saturating_sub(2);
        let variable = self
            .words
            .get(number)
            .and_then(|own| match own.pieces.as_slice() {
                [Piece::Variable(name)] => name.split('#').next().map(str::to_owned),
                _ => None,
            });
        let variable = variable.map(|name| {
            let count = self.loops.entry(name.clone()).or_default();
            *count += 1;
            format!("{name}#{count}")
        });
        // `for /f` reads the output of a program, `/l` counts, `/r` looks for files.
        let is_plain = self.words.len() == 3;
        self.words.clear();
        self.list = Some(List {
            variable: variable.unwrap_or_default(),
            values: Vec::new(),
            is_known: is_plain,
        });
    }

    fn listed(&mut self) {
        let Some(word) = self.words.pop() else {
            return;
        };
        let said = self.script.said(&word);
        if let Some(list) = &mut self.list {
            list.is_known &= said.is_known && !said.text.contains(['*', '?']);
            list.values.push(said.text);
        }
    }

    fn close_list(&mut self) {
        if let Some(list) = self.list.take() {
            let values = list.is_known.then(|| list.values.join(","));
            self.script.set(&list.variable, values);
        }
        self.words.clear();
    }

    fn finish(&mut self) -> Option<usize> {
        let words = std::mem::take(&mut self.words);
        let follows = self.follows.take();
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return None;
        };
        self.script.commands.push(Command {
            range: first.range.start..last.range.end,
            words,
            follows,
            ..Command::default()
        });
        Some(self.script.commands.len() - 1)
    }

    fn end(&mut self) {
        self.finish();
        self.follows = None;
        self.list = None;
    }
}

/// A text with its variables: `%name%`, `!name!`, `%1`, `%~dp0`, `%%p`.
fn expanded(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['%', '!']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let (piece, length) = variable(from);
        match piece {
            Some(piece) => {
                if !plain.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut plain)));
                }
                pieces.push(piece);
            }
            None => plain.push_str(from.get(..length).unwrap_or_default()),
        }
        rest = from.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    if !plain.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Literal(plain));
    }
    pieces
}

/// The variable at the start of a text, and how many bytes it has; of no variable the sign.
fn variable(from: &str) -> (Option<Piece>, usize) {
    let sign = from.get(..1).unwrap_or_default();
    let rest = from.get(1..).unwrap_or_default();
    if sign == "%" {
        // `%%p`: the variable of a `for`.
        if let Some(name) = rest.strip_prefix('%') {
            let letter = name.chars().next().filter(char::is_ascii_alphabetic);
            if let Some(letter) = letter {
                let name = format!("%%{}", letter.to_ascii_lowercase());
                return (Some(Piece::Variable(name)), 3);
            }
            if name.starts_with('~') {
                return (Some(Piece::Unknown), 3);
            }
            return (None, 2);
        }
        if rest.starts_with(|own: char| own.is_ascii_digit() || own == '*') {
            return (Some(Piece::Unknown), 2);
        }
        if let Some(flags) = rest.strip_prefix('~') {
            let letters = flags.find(|own: char| !own.is_ascii_alphabetic());
            let letters = letters.unwrap_or(flags.len());
            let digit = flags
                .get(letters..)
                .is_some_and(|own| own.starts_with(|c: char| c.is_ascii_digit()));
            return (Some(Piece::Unknown), 2 + letters + usize::from(digit));
        }
    }
    let Some(end) = rest.find(sign) else {
        return (None, 1);
    };
    let name = rest.get(..end).unwrap_or_default();
    let is_plain = |own: char| own.is_alphanumeric() || "_-.()#$".contains(own);
    if name.is_empty() || !name.starts_with(|own: char| own.is_alphabetic() || own == '_') {
        return (None, 1);
    }
    if name.chars().all(is_plain) {
        return (Some(Piece::Variable(name.to_lowercase())), end + 2);
    }
    // `%name:a=b%`, `%name:~0,3%`
    let is_cut = name
        .split(':')
        .next()
        .is_some_and(|own| own.chars().all(is_plain));
    if name.contains(':') && is_cut {
        (Some(Piece::Unknown), end + 2)
    } else {
        (None, 1)
    }
}
