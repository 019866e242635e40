//! From text to tree. Nothing outside of this folder knows the parser.
//!
//! The parser recovers from errors by itself and grows its stack where a text nests deep; but
//! dropping and walking a deep tree would overflow the stack of the thread. So lines that nest too
//! deep are taken out first, and what is still deep is walked and dropped on a stack that grows.

mod builder;
mod compound;
mod definitions;
mod expressions;
mod nesting;
mod operators;
mod statements;
mod strings;

use std::borrow::Cow;
use std::ops::Range;

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{ModModule, PySourceType};
use ruff_python_parser::{Mode, Parsed, lexer, parse_unchecked_source};
use ruff_text_size::{Ranged, TextRange};

use self::builder::Builder;
use self::nesting::{Nesting, nesting};
use super::tree::Tree;

/// Syntax inside of syntax, chains of operators included. Python itself refuses 200 brackets or
/// 100 levels of indentation inside of each other.
pub const MAX_DEPTH: usize = 3_000;

/// Longest text that is parsed, in bytes. Nobody writes longer ones, and mistakes in them cost much.
pub(super) const MAX_LENGTH: usize = 16 << 20;

/// So many signs of a notebook may stand behind each other at the start of a line.
const MOST_SIGNS: usize = 200;

/// Texts up to here are parsed before their depth is known: they cannot nest deeper than this.
const SMALL: usize = 128 << 10;

/// Trees deeper than this are dropped on a stack of their own.
const DEEP: usize = 300;

/// Enough of a stack to drop the deepest tree that there can be, at a kilobyte for each level.
const STACK: usize = SMALL << 10;

/// Which Python a text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Python.
    Plain,
    /// With the commands of `IPython`.
    Notebook,
}

/// The tree of a program; what is broken in it is left out and named. `None` for a text that is too
/// long.
pub fn parse(text: &str, dialect: Dialect) -> Option<Tree> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    if dialect == Dialect::Notebook {
        let mut text = Cow::Borrowed(text);
        // What stands behind such a sign may be the next one.
        for _ in 0..MOST_SIGNS {
            match tamed(&text) {
                Some(tamed) => text = Cow::Owned(tamed),
                None => return Some(parse_text(&text, dialect)),
            }
        }
        return Some(Tree::too_deep(text.len()));
    }
    Some(parse_text(text, dialect))
}

/// The text without the commands of `IPython` on which the parser breaks off where a bracket before
/// them is closed wrongly, byte for byte as long; `None` where there are none. `!!` runs a shell as `!`
/// does, help says nothing, and a comma at the start of a line goes to the end of the one before.
fn tamed(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut before: Option<usize> = None;
    let mut at = 0;
    let mut is_other = false;
    for line in text.split_inclusive('\n') {
        // A backslash before the end of a line, and one that stands alone, begin no line of their own.
        let first = at + line.len() - line.trim_start_matches([' ', '\t', '\x0c', '\\']).len();
        let sign = text.as_bytes().get(first).copied();
        let is_double = sign.is_some() && sign == text.as_bytes().get(first + 1).copied();
        let replaced = match (sign, is_double) {
            (Some(b'!' | b'%'), true) | (Some(b'?'), _) => Some(b' '),
            (Some(b',' | b';' | b'/'), _) => Some(b'\n'),
            _ => None,
        };
        if let (Some(new), Some(sign)) = (replaced, sign) {
            is_other = true;
            let new = if before.is_none() { b' ' } else { new };
            if let Some(place) = bytes.get_mut(first) {
                *place = new;
            }
            if let (b'\n', Some(end)) = (new, before.and_then(|end| bytes.get_mut(end))) {
                *end = sign;
            }
            if sign == b'?'
                && is_double
                && let Some(place) = bytes.get_mut(first + 1)
            {
                *place = b' ';
            }
        }
        at += line.len();
        before = line.ends_with('\n').then(|| at - 1);
    }
    // Only signs of ASCII were changed.
    is_other.then(|| String::from_utf8(bytes).unwrap_or_default())
}

fn parse_text(text: &str, dialect: Dialect) -> Tree {
    let source = match dialect {
        Dialect::Plain => PySourceType::Python,
        Dialect::Notebook => PySourceType::Ipynb,
    };
    if text.len() > SMALL {
        let mode = match dialect {
            Dialect::Plain => Mode::Module,
            Dialect::Notebook => Mode::Ipython,
        };
        let mut nesting = nesting(lexed(text, mode), MAX_DEPTH);
        // The lexer does not say where it is.
        if !nesting.too_deep.is_empty() {
            return Tree::too_deep(text.len());
        }
        nesting.too_deep.clear();
        return parse_shallow(text, source, nesting);
    }
    let parsed = parse_unchecked_source(text, source);
    let tokens = parsed.tokens().iter();
    let tokens = tokens.map(|token| (token.kind(), range(token.range())));
    let nesting = nesting(tokens, MAX_DEPTH);
    if nesting.too_deep.is_empty() {
        return finish(parsed, text, &nesting);
    }
    stacker::grow(STACK, || drop(parsed));
    parse_shallow(text, source, nesting)
}

/// Parses without the lines that are too deep.
fn parse_shallow(text: &str, source: PySourceType, nesting: Nesting) -> Tree {
    if nesting.too_deep.is_empty() {
        return finish(parse_unchecked_source(text, source), text, &nesting);
    }
    let mut shallow = text.as_bytes().to_vec();
    for line in &nesting.too_deep {
        for byte in shallow.get_mut(line.clone()).unwrap_or_default() {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        if let Some(first) = shallow.get_mut(line.start) {
            *first = b'0';
        }
    }
    // Whole lines of characters became blanks.
    let shallow = String::from_utf8(shallow).unwrap_or_default();
    let mut tree = finish(parse_unchecked_source(&shallow, source), text, &nesting);
    tree.too_deep = nesting.too_deep;
    tree
}

fn finish(parsed: Parsed<ModModule>, text: &str, nesting: &Nesting) -> Tree {
    let tree = Builder::new(text).build(&parsed);
    if nesting.depth > DEEP {
        stacker::grow(STACK, || drop(parsed));
    }
    tree
}

/// The tokens of a text; their places are not known.
fn lexed(text: &str, mode: Mode) -> impl Iterator<Item = (TokenKind, Range<usize>)> {
    let mut lexer = lexer::lex(text, mode);
    std::iter::from_fn(move || match lexer.next_token() {
        TokenKind::EndOfFile => None,
        kind => Some((kind, 0..0)),
    })
}

fn range(range: TextRange) -> Range<usize> {
    usize::from(range.start())..usize::from(range.end())
}

fn bounds(range: TextRange) -> (u32, u32) {
    (range.start().into(), range.end().into())
}

/// The number of a node. A text of at most [`MAX_LENGTH`] bytes has fewer than fit.
fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
