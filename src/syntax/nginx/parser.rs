//! Statements and blocks from tokens, with recovery.

use std::ops::Range;

use super::lexer::{Lexer, Token};
use super::{DEEPEST, End, FaultKind, File, MOST_STATEMENTS, Statement, Word, lua};

/// Reads a file of Nginx configuration or a template of one.
pub fn parse(text: &str) -> File {
    let mut parser = Parser {
        text,
        lexer: Lexer::new(text),
        statements: Vec::new(),
        open: Vec::new(),
        words: Vec::new(),
        too_deep: 0,
    };
    parser.run();
    File {
        statements: parser.statements,
        comments: parser.lexer.comments,
        faults: parser.lexer.faults,
    }
}

struct Parser<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    statements: Vec<Statement>,
    /// The blocks around, by the numbers of their statements, and where they open.
    open: Vec<(usize, usize)>,
    /// The words of the statement that is being read.
    words: Vec<Word>,
    /// So many blocks around were not entered.
    too_deep: usize,
}

impl Parser<'_> {
    fn run(&mut self) {
        loop {
            self.lexer.skip();
            let Some(token) = self.lexer.token() else {
                break;
            };
            if self.statements.len() >= MOST_STATEMENTS {
                let at = self.lexer.at();
                self.lexer.fault(FaultKind::Limit, at..at);
                return;
            }
            match token {
                Token::Word(word) => self.word(word),
                Token::End(at) => self.end(at),
                Token::Open(at) => self.open(at),
                Token::Close(at) => self.close(at),
            }
        }
        self.unended();
        if let Some((_, at)) = self.open.last().copied() {
            self.lexer.fault(FaultKind::Unclosed, at..at + 1);
        }
    }

    /// A word; alone on its line and made of nothing but `${NAME}`, it is a statement.
    fn word(&mut self, word: Word) {
        let may_stand_alone = self.words.is_empty() && word.is_placeholder();
        self.words.push(word);
        if !may_stand_alone {
            return;
        }
        let behind = self.lexer.at();
        let is_last_of_line = self.lexer.skip();
        let rest = self.text.get(self.lexer.at()..).unwrap_or_default();
        if (is_last_of_line && !rest.starts_with([';', '{'])) || rest.starts_with('}') {
            self.add(End::Placeholder, behind);
        }
    }

    fn end(&mut self, at: usize) {
        if self.words.is_empty() {
            self.lexer.fault(FaultKind::Nameless, at..at + 1);
        } else {
            self.add(End::Simple, at + 1);
        }
    }

    fn open(&mut self, at: usize) {
        if self.words.is_empty() {
            // What stands inside is read as if it stood around.
            self.lexer.fault(FaultKind::Nameless, at..at + 1);
            self.too_deep += 1;
            return;
        }
        let name = self.words.first().map_or("", |word| word.text.as_str());
        if name.ends_with("_by_lua_block") {
            let end = lua::end(self.text, at + 1);
            if end.is_none() {
                self.lexer.fault(FaultKind::Unclosed, at..at + 1);
            }
            let end = end.unwrap_or(self.text.len());
            self.add(End::Raw, end);
            self.lexer.go_on_from(end);
            return;
        }
        if self.open.len() >= DEEPEST {
            self.lexer.fault(FaultKind::Limit, at..at + 1);
            self.words.clear();
            self.too_deep += 1;
            return;
        }
        let number = self.statements.len();
        self.add(End::Block, at + 1);
        self.open.push((number, at));
    }

    fn close(&mut self, at: usize) {
        self.unended();
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if self.open.pop().is_none() {
            self.lexer.fault(FaultKind::Unopened, at..at + 1);
        }
    }

    /// Words that no sign ended.
    fn unended(&mut self) {
        let Some(last) = self.words.last() else {
            return;
        };
        let end = last.range.end;
        self.lexer.fault(FaultKind::Unended, end..end);
        self.add(End::Missing, end);
    }

    fn add(&mut self, end: End, behind: usize) {
        let words = std::mem::take(&mut self.words);
        let start = words.first().map_or(behind, |word| word.range.start);
        let range: Range<usize> = start..behind;
        self.statements.push(Statement {
            words,
            end,
            range,
            parent: self.open.last().map(|(number, _)| *number),
        });
    }
}
