//! Tokens of Nginx configuration, cut where Nginx cuts them: a word ends at a blank, `;` or `{`,
//! and neither `}` nor `#` ends one.

use std::ops::Range;

use super::{Braced, Fault, FaultKind, Word};

/// A token.
#[derive(Debug)]
pub(super) enum Token {
    Word(Word),
    /// `;`
    End(usize),
    /// `{`
    Open(usize),
    /// `}`
    Close(usize),
}

/// Reads tokens from a text.
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    pub(super) comments: Vec<Range<usize>>,
    pub(super) faults: Vec<Fault>,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            comments: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// The next byte that is read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes on from a byte of the text.
    pub(super) fn go_on_from(&mut self, at: usize) {
        self.at = at.min(self.text.len());
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn step(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Goes over blanks and comments. Whether a line ended among them, or the text.
    pub(super) fn skip(&mut self) -> bool {
        let mut new_line = false;
        while let Some(next) = self.peek() {
            match next {
                '\n' => new_line = true,
                ' ' | '\t' | '\r' => {}
                '#' => {
                    let rest = self.text.get(self.at..).unwrap_or_default();
                    let length = rest.find('\n').unwrap_or(rest.len());
                    let comment = rest.get(..length).unwrap_or_default();
                    let end = self.at + comment.trim_end_matches('\r').len();
                    self.comments.push(self.at..end);
                    self.at += length;
                    continue;
                }
                _ => return new_line,
            }
            self.at += next.len_utf8();
        }
        true
    }

    /// The next token; blanks before it have been skipped.
    pub(super) fn token(&mut self) -> Option<Token> {
        let start = self.at;
        let token = match self.peek()? {
            ';' => Token::End(start),
            '{' => Token::Open(start),
            '}' => Token::Close(start),
            quote @ ('"' | '\'') => return Some(Token::Word(self.quoted(quote))),
            _ => return Some(Token::Word(self.bare())),
        };
        self.at += 1;
        Some(token)
    }

    fn quoted(&mut self, quote: char) -> Word {
        let start = self.at;
        self.at += quote.len_utf8();
        let mut word = Building::default();
        loop {
            let at = self.at;
            let Some(next) = self.step() else {
                self.fault(FaultKind::Quote, start..(start + 1));
                break;
            };
            match next {
                '\\' => self.escaped(&mut word),
                '$' => self.dollar(&mut word, at),
                next if next == quote => break,
                next => word.text.push(next),
            }
        }
        let is_apart = |next: char| next.is_ascii_whitespace() || matches!(next, ';' | '{' | ')');
        if self.peek().is_some_and(|next| !is_apart(next)) {
            self.fault(FaultKind::Glued, self.at..self.at);
        }
        word.done(start..self.at, Some(quote))
    }

    fn bare(&mut self) -> Word {
        let start = self.at;
        let mut word = Building::default();
        while let Some(next) = self.peek() {
            let at = self.at;
            match next {
                ' ' | '\t' | '\r' | '\n' | ';' | '{' => break,
                '\\' => {
                    self.at += 1;
                    self.escaped(&mut word);
                }
                '$' => {
                    self.at += 1;
                    self.dollar(&mut word, at);
                }
                next => {
                    self.at += next.len_utf8();
                    word.text.push(next);
                }
            }
        }
        word.done(start..self.at, None)
    }

    /// What a backslash, which has been read, stands for together with the next sign.
    fn escaped(&mut self, word: &mut Building) {
        match self.step() {
            Some(next @ ('"' | '\'' | '\\')) => word.text.push(next),
            Some('t') => word.text.push('\t'),
            Some('r') => word.text.push('\r'),
            Some('n') => word.text.push('\n'),
            Some(next) => {
                word.text.push('\\');
                word.text.push(next);
            }
            None => word.text.push('\\'),
        }
    }

    /// A `$` that has been read at `at`, with the name in braces behind it, if there is one.
    fn dollar(&mut self, word: &mut Building, at: usize) {
        word.text.push('$');
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(inside) = rest.strip_prefix('{') else {
            return;
        };
        word.text.push('{');
        self.at += 1;
        let is_name = |next: char| next.is_ascii_alphanumeric() || next == '_';
        let length = inside.find(|next| !is_name(next)).unwrap_or(inside.len());
        let name = inside.get(..length).unwrap_or_default();
        if length > 0 && inside.get(length..).unwrap_or_default().starts_with('}') {
            word.text.push_str(name);
            word.text.push('}');
            self.at += length + 1;
            word.braced.push(Braced {
                name: name.to_owned(),
                range: at..self.at,
            });
        }
    }

    pub(super) fn fault(&mut self, kind: FaultKind, range: Range<usize>) {
        self.faults.push(Fault { kind, range });
    }
}

/// A word on its way.
#[derive(Default)]
struct Building {
    text: String,
    braced: Vec<Braced>,
}

impl Building {
    fn done(self, range: Range<usize>, quote: Option<char>) -> Word {
        Word {
            text: self.text,
            range,
            quote,
            braced: self.braced,
        }
    }
}
