//! Nginx configuration with the place of every word: directives and blocks, quoting, comments,
//! `${VARIABLE}` of templates, statements that are only a placeholder, and Lua blocks as they are.
//!
//! A broken file gives what could be read and a list of faults. Blocks lie in one list with the
//! numbers of their parents, so that no depth of nesting needs a deep stack.

mod lexer;
mod lua;
mod parser;

use std::ops::Range;

pub use parser::parse;

/// Blocks that lie in more others than this are not entered. Nginx itself needs five.
pub const DEEPEST: usize = 64;

/// So many statements of a file are read.
pub const MOST_STATEMENTS: usize = 200_000;

/// A file of Nginx configuration.
#[derive(Debug, Default)]
pub struct File {
    /// All statements in the order of the text; a block comes before what it holds.
    pub statements: Vec<Statement>,
    /// The comments, from `#` to the end of the line.
    pub comments: Vec<Range<usize>>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// A statement: a directive, or a placeholder that something else is put in for.
#[derive(Debug)]
pub struct Statement {
    /// The words: the name, and the arguments. Never empty.
    pub words: Vec<Word>,
    /// How it ends.
    pub end: End,
    /// From the name to the `;` or `{`.
    pub range: Range<usize>,
    /// The statement of the block that it lies in, by its number.
    pub parent: Option<usize>,
}

/// How a statement ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With `;`.
    Simple,
    /// With a block.
    Block,
    /// With a block of Lua, which is not read.
    Raw,
    /// Not at all: it is `${VARIABLE}` alone on its line.
    Placeholder,
    /// It should, and does not.
    Missing,
}

/// A word as it takes effect, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Without quotes, and with the signs that backslashes stand for.
    pub text: String,
    /// Where it is written, quotes included.
    pub range: Range<usize>,
    /// The quote around it.
    pub quote: Option<char>,
    /// Each `${NAME}` in it, in their order.
    pub braced: Vec<Braced>,
}

/// A `${NAME}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Braced {
    /// The name.
    pub name: String,
    /// Where it is written.
    pub range: Range<usize>,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// Where it shows.
    pub range: Range<usize>,
}

/// The kinds of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A statement without `;`.
    Unended,
    /// A `}` that closes nothing.
    Unopened,
    /// A block that nothing closes.
    Unclosed,
    /// A quote that nothing closes.
    Quote,
    /// A `;` or `{` without a name before it.
    Nameless,
    /// Something stands right behind a closing quote.
    Glued,
    /// Too many statements, or too deep blocks.
    Limit,
}

impl Statement {
    /// The name.
    pub fn name(&self) -> &str {
        self.words.first().map_or("", |word| word.text.as_str())
    }

    /// The arguments.
    pub fn args(&self) -> &[Word] {
        self.words.get(1..).unwrap_or_default()
    }
}

impl Word {
    /// Whether it is one `${NAME}` and nothing else.
    pub fn is_placeholder(&self) -> bool {
        let whole = |own: &Braced| own.range == self.range;
        self.quote.is_none() && matches!(self.braced.as_slice(), [only] if whole(only))
    }
}

#[cfg(test)]
mod tests;
