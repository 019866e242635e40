//! Compose's variable templates: `$V`, `${V}`, `${V:-d}` and their relatives.
//!
//! What is accepted, and where a `${` ends, follows Compose to the letter, quirks included:
//!
//! - A `$` before anything but `$`, `{` or a name is an ordinary character.
//! - A braced variable ends on its own line. It closes at the brace that balances its own, where
//!   each `{` counts and hides the byte after it; where none does, at the last `}` of the line.
//! - An argument is a template of its own. A broken one is a [`Piece::Invalid`] inside of it, so
//!   that the pieces around it are still known.

mod meant;

use std::ops::Range;

pub use meant::unmeant;

/// How deep arguments may nest. Compose has no bound; nobody writes this deep.
pub const MAX_DEPTH: usize = 64;

/// A piece of a template. Ranges are bytes of the whole input, also inside of arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Characters that stand for themselves.
    Literal {
        /// Its bytes.
        range: Range<usize>,
    },
    /// `$$`, which stands for `$`.
    Dollar {
        /// Its bytes.
        range: Range<usize>,
    },
    /// A variable.
    Variable(Variable<'a>),
    /// What Compose refuses when it gets here. Always the last piece of its list.
    Invalid {
        /// The bytes to blame.
        range: Range<usize>,
        /// What is wrong with them.
        fault: Fault,
    },
}

impl Piece<'_> {
    /// The bytes of the input that it is written with.
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::Literal { range } | Self::Dollar { range } | Self::Invalid { range, .. } => {
                range.clone()
            }
            Self::Variable(variable) => variable.range.clone(),
        }
    }
}

/// A variable in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable<'a> {
    /// All bytes, from the `$` on.
    pub range: Range<usize>,
    /// The name.
    pub name: &'a str,
    /// The bytes of the name.
    pub name_range: Range<usize>,
    /// What happens when it is not set, or when it is.
    pub operator: Option<Box<Operator<'a>>>,
}

/// An operator with its argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator<'a> {
    /// What it does.
    pub kind: OperatorKind,
    /// Whether an empty value counts as none (the operator is written with a colon).
    pub colon: bool,
    /// The argument, itself a template.
    pub argument: Vec<Piece<'a>>,
    /// The bytes of the argument.
    pub argument_range: Range<usize>,
}

/// What an operator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperatorKind {
    /// `-`: the argument stands in for a missing value.
    Default,
    /// `?`: without a value Compose stops; the argument is the message.
    Require,
    /// `+`: the argument replaces a value that is there.
    Replace,
}

/// What is wrong with a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A `${` that begins no variable, or one that does not end on its line.
    Malformed,
    /// Arguments nest deeper than [`MAX_DEPTH`].
    TooDeep,
}

/// Reads a template. The time is linear in its length for each level of nesting.
pub fn parse(input: &str) -> Vec<Piece<'_>> {
    if !input.contains('$') {
        return match input.len() {
            0 => Vec::new(),
            len => vec![Piece::Literal { range: 0..len }],
        };
    }
    let braces = matching_braces(input);
    Level {
        input,
        braces: &braces,
        end: input.len(),
        depth: 0,
        line: None,
    }
    .read(0)
}

/// Each `{` with the `}` that balances it, as Compose counts: the byte after a `{` is not looked
/// at. One pass is enough for variables at all levels, because the byte before the `{` of a
/// variable is a `$`: that `{` is never a hidden one.
fn matching_braces(input: &str) -> Vec<(usize, Option<usize>)> {
    let mut braces: Vec<(usize, Option<usize>)> = Vec::new();
    let mut open = Vec::new();
    let mut hidden = false;
    for (at, byte) in input.bytes().enumerate() {
        if std::mem::take(&mut hidden) {
            continue;
        }
        match byte {
            b'{' => {
                open.push(braces.len());
                braces.push((at, None));
                hidden = true;
            }
            b'}' => {
                if let Some(brace) = open.pop().and_then(|index| braces.get_mut(index)) {
                    brace.1 = Some(at);
                }
            }
            _ => {}
        }
    }
    braces
}

/// One list of pieces: the whole input or an argument.
struct Level<'a, 'b> {
    input: &'a str,
    braces: &'b [(usize, Option<usize>)],
    end: usize,
    depth: usize,
    /// The end of the line that was looked at last, and its last `}`.
    line: Option<(usize, Option<usize>)>,
}

impl<'a> Level<'a, '_> {
    fn read(&mut self, start: usize) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut literal = start;
        let mut at = start;
        while let Some(found) = self.slice(at..self.end).find('$') {
            let dollar = at + found;
            let Some(piece) = self.piece(dollar) else {
                at = dollar + 1;
                continue;
            };
            if literal < dollar {
                let range = literal..dollar;
                pieces.push(Piece::Literal { range });
            }
            let (end, stop) = match &piece {
                Piece::Literal { range } | Piece::Dollar { range } => (range.end, false),
                Piece::Variable(variable) => (variable.range.end, false),
                Piece::Invalid { range, .. } => (range.end, true),
            };
            pieces.push(piece);
            if stop {
                return pieces;
            }
            literal = end;
            at = end;
        }
        if literal < self.end {
            let range = literal..self.end;
            pieces.push(Piece::Literal { range });
        }
        pieces
    }

    /// The piece at a `$`; `None` where it stands for itself.
    fn piece(&mut self, dollar: usize) -> Option<Piece<'a>> {
        let after = dollar + 1;
        match self.slice(after..self.end).chars().next()? {
            '$' => Some(Piece::Dollar {
                range: dollar..after + 1,
            }),
            '{' => Some(self.braced(dollar).map_or_else(
                || Piece::Invalid {
                    range: dollar..self.blame(after),
                    fault: Fault::Malformed,
                },
                Piece::Variable,
            )),
            _ => {
                let name_range = self.name(after)?;
                Some(Piece::Variable(Variable {
                    range: dollar..name_range.end,
                    name: self.slice(name_range.clone()),
                    name_range,
                    operator: None,
                }))
            }
        }
    }

    fn braced(&mut self, dollar: usize) -> Option<Variable<'a>> {
        let name_range = self.name(dollar + 2)?;
        let name = self.slice(name_range.clone());
        let rest = self.slice(name_range.end..self.end);
        if rest.starts_with('}') {
            return Some(Variable {
                range: dollar..name_range.end + 1,
                name,
                name_range,
                operator: None,
            });
        }
        let (colon, rest) = match rest.strip_prefix(':') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let kind = match rest.chars().next()? {
            '-' => OperatorKind::Default,
            '?' => OperatorKind::Require,
            '+' => OperatorKind::Replace,
            _ => return None,
        };
        let start = name_range.end + usize::from(colon) + 1;
        let last = self.last_brace(start)?;
        let close = self
            .balance(dollar + 1)
            .filter(|close| *close <= last)
            .unwrap_or(last);
        let argument_range = start..close;
        Some(Variable {
            range: dollar..close + 1,
            name,
            name_range,
            operator: Some(Box::new(Operator {
                kind,
                colon,
                argument: self.argument(argument_range.clone()),
                argument_range,
            })),
        })
    }

    fn argument(&self, range: Range<usize>) -> Vec<Piece<'a>> {
        if self.depth >= MAX_DEPTH && self.slice(range.clone()).contains('$') {
            let fault = Fault::TooDeep;
            return vec![Piece::Invalid { range, fault }];
        }
        Level {
            input: self.input,
            braces: self.braces,
            end: range.end,
            depth: self.depth + 1,
            line: None,
        }
        .read(range.start)
    }

    /// The bytes of the name that begins at `start`.
    fn name(&self, start: usize) -> Option<Range<usize>> {
        let rest = self.slice(start..self.end);
        let first = rest.chars().next().filter(|first| is_name_start(*first))?;
        let len = rest
            .char_indices()
            .find(|(_, next)| !is_name_start(*next) && !next.is_ascii_digit())
            .map_or(rest.len(), |(at, _)| at);
        Some(start..start + len.max(first.len_utf8()))
    }

    /// The last `}` of the line of byte `at`, at or after it.
    fn last_brace(&mut self, at: usize) -> Option<usize> {
        let (_, last) = match self.line {
            Some(line) if at <= line.0 => line,
            _ => {
                let rest = self.slice(at..self.end);
                let line = rest.split('\n').next().unwrap_or_default();
                let found = (at + line.len(), line.rfind('}').map(|into| at + into));
                self.line = Some(found);
                found
            }
        };
        last.filter(|last| *last >= at)
    }

    fn balance(&self, open: usize) -> Option<usize> {
        let index = self
            .braces
            .binary_search_by_key(&open, |(at, _)| *at)
            .ok()?;
        self.braces.get(index)?.1
    }

    /// Where the mistake that begins before `at` ends for a reader: at its brace or its line.
    fn blame(&self, at: usize) -> usize {
        let rest = self.slice(at..self.end);
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        at + line.find('}').map_or(line.len(), |brace| brace + 1)
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.input.get(range).unwrap_or_default()
    }
}

/// Compose's pattern ignores case by Unicode folding: the long s and the Kelvin sign are letters.
fn is_name_start(character: char) -> bool {
    matches!(character, 'a'..='z' | 'A'..='Z' | '_' | '\u{17f}' | '\u{212a}')
}

#[cfg(test)]
mod tests;
