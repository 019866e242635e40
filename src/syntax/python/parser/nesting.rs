//! How deep a program nests, told from its tokens before anything walks its tree.

use std::ops::Range;

use ruff_python_ast::token::TokenKind;

/// What tokens say about the depth of the tree that they make.
#[derive(Default)]
pub(super) struct Nesting {
    /// A bound of the depth of the deepest line that is not too deep.
    pub(super) depth: usize,
    /// The logical lines that nest deeper than the limit.
    pub(super) too_deep: Vec<Range<usize>>,
}

/// A bound of how deep the tree of a text can be, line by logical line: open brackets, indentation,
/// and what stands between two commas at each level, as every operator may put what is before it
/// one level deeper.
pub(super) fn nesting(
    tokens: impl Iterator<Item = (TokenKind, Range<usize>)>,
    limit: usize,
) -> Nesting {
    let mut nesting = Nesting::default();
    let mut line = Line::default();
    let mut end = 0;
    for (kind, range) in tokens {
        end = range.end;
        if line.start.is_none() && !matches!(kind, TokenKind::Indent | TokenKind::Dedent) {
            line.start = Some(range.start);
        }
        match kind {
            TokenKind::Newline => nesting.close(&mut line, range.start, limit),
            TokenKind::Semi if line.open.is_empty() => {
                nesting.close(&mut line, range.start, limit);
            }
            _ => line.take(kind),
        }
    }
    nesting.close(&mut line, end, limit);
    nesting
}

impl Nesting {
    fn close(&mut self, line: &mut Line, end: usize, limit: usize) {
        if line.deepest > limit {
            let start = line.start.unwrap_or(end);
            self.too_deep.push(start..end);
        } else {
            self.depth = self.depth.max(line.deepest);
        }
        *line = Line {
            indents: line.indents,
            ..Line::default()
        };
    }
}

/// A logical line so far.
#[derive(Default)]
struct Line {
    start: Option<usize>,
    /// For each open bracket, what was put deeper in front of it.
    open: Vec<usize>,
    here: usize,
    sum: usize,
    indents: usize,
    deepest: usize,
}

impl Line {
    fn take(&mut self, kind: TokenKind) {
        let mut add = 0;
        match kind {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                self.open.push(self.here);
                self.here = 0;
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                if let Some(outer) = self.open.pop() {
                    self.sum = self.sum.saturating_sub(self.here);
                    self.here = outer;
                }
                add = 1;
            }
            TokenKind::Comma => {
                self.sum = self.sum.saturating_sub(self.here);
                self.here = 0;
            }
            TokenKind::Indent => self.indents += 1,
            TokenKind::Dedent => self.indents = self.indents.saturating_sub(1),
            TokenKind::String
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline
            | TokenKind::FStringMiddle
            | TokenKind::TStringMiddle => {}
            _ => add = 1,
        }
        self.here += add;
        self.sum += add;
        let depth = self.open.len() + self.sum + self.indents;
        self.deepest = self.deepest.max(depth);
    }
}
