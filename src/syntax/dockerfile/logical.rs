//! The lines of a Dockerfile as its instructions see them: continued lines in one, comments left
//! out, and the way back to the text.

use std::collections::HashMap;
use std::ops::Range;

use super::{Directive, Joined, Pair, Piece, Unread, directives};

/// Lines, and where each stands last.
type LastLines<'t> = HashMap<&'t str, usize>;

/// Reads a Dockerfile line by line.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) escape: char,
    pub(super) directives: Vec<Directive>,
    pub(super) unread: Vec<Unread>,
    pub(super) comments: Vec<Range<usize>>,
    /// Where each line stands last, as it is and without its tabs; nothing until it is asked for.
    pub(super) last_lines: Option<(LastLines<'t>, LastLines<'t>)>,
}

/// An instruction with all its lines in one.
pub(super) struct Line {
    joined: Joined,
    /// The bytes of the last part in the file end here.
    end: usize,
    escape: char,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let found = directives::read(text, at);
        let mut signs = found.all.iter().filter(|own| own.name == "escape");
        let is_other = signs.any(|own| own.value.value == "`");
        Self {
            text,
            at,
            escape: if is_other { '`' } else { '\\' },
            directives: found.all,
            unread: found.unread,
            comments: Vec::new(),
            last_lines: None,
        }
    }

    /// The next line of the file without its end.
    pub(super) fn physical(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let start = self.at;
        self.at = (start + length + 1).min(self.text.len());
        let line = rest.get(..length)?;
        Some(start..start + line.strip_suffix('\r').unwrap_or(line).len())
    }

    /// The next instruction.
    pub(super) fn next_line(&mut self) -> Option<Line> {
        let mut line = Line {
            joined: Joined::default(),
            end: 0,
            escape: self.escape,
        };
        while let Some(range) = self.physical() {
            let part = self.text.get(range.clone()).unwrap_or_default();
            let bare = part.trim_start();
            if bare.starts_with('#') || bare.is_empty() {
                if !bare.is_empty() {
                    self.comments.push(range.end - bare.len()..range.end);
                }
                continue;
            }
            let start = if line.joined.parts.is_empty() {
                range.end - bare.len()
            } else {
                range.start
            };
            // Twice it stands for itself.
            let continued = part.trim_end_matches([' ', '\t']).strip_suffix(self.escape);
            let continued = continued.filter(|before| !before.ends_with(self.escape));
            let end = range.start + continued.unwrap_or(part).len();
            line.push(self.text, start..end.max(start));
            if continued.is_none() {
                return Some(line);
            }
        }
        (!line.joined.text.trim().is_empty()).then_some(line)
    }
}

impl Line {
    fn push(&mut self, text: &str, range: Range<usize>) {
        let start = self.joined.text.len();
        self.joined.parts.push((start, range.start));
        self.end = range.end;
        self.joined
            .text
            .push_str(text.get(range).unwrap_or_default());
    }

    /// Where it ends in the file.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    pub(super) fn get(&self, range: &Range<usize>) -> &str {
        self.joined.text.get(range.clone()).unwrap_or_default()
    }

    /// The bytes of the file from the first of these to the last.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        self.joined.source(range)
    }

    /// A part of it with its places.
    pub(super) fn part(&self, range: &Range<usize>) -> Joined {
        self.joined.part(range)
    }

    pub(super) fn piece(&self, range: &Range<usize>) -> Piece {
        Piece {
            value: self.get(range).to_owned(),
            raw: self.get(range).to_owned(),
            range: self.source(range),
        }
    }

    /// What stands from here on, without blanks around it.
    pub(super) fn trimmed(&self, at: usize) -> Range<usize> {
        let rest = self.joined.text.get(at..).unwrap_or_default();
        let start = at + (rest.len() - rest.trim_start().len());
        start..start + rest.trim().len()
    }

    /// The words from here on, split at blanks.
    pub(super) fn words(&self, at: usize) -> impl Iterator<Item = Range<usize>> {
        let mut at = at;
        std::iter::from_fn(move || {
            let rest = self.trimmed(at);
            let text = self.get(&rest);
            let length = text.find(char::is_whitespace).unwrap_or(text.len());
            at = rest.start + length;
            (length > 0).then_some(rest.start..at)
        })
    }

    /// `A=1 B="2 3"`, or `A 1 2 3` in the old way.
    pub(super) fn pairs(&self, rest: &Range<usize>) -> Vec<Pair> {
        let words = self.quoted_words(rest);
        let is_new = words
            .first()
            .is_some_and(|word| self.get(word).contains('='));
        if is_new {
            let pairs = words.iter().map(|word| self.pair(word));
            return pairs.collect();
        }
        let Some(name) = self.words(rest.start).next().filter(|_| !rest.is_empty()) else {
            return Vec::new();
        };
        let value = self.trimmed(name.end);
        vec![Pair {
            name: self.piece(&name),
            value: (!value.is_empty()).then(|| self.unquoted(&value)),
        }]
    }

    /// `A B=2`.
    pub(super) fn declarations(&self, rest: &Range<usize>) -> Vec<Pair> {
        let words = self.quoted_words(rest);
        words.iter().map(|word| self.pair(word)).collect()
    }

    fn pair(&self, word: &Range<usize>) -> Pair {
        let Some(sign) = self.get(word).find('=') else {
            return Pair {
                name: self.unquoted(word),
                value: None,
            };
        };
        Pair {
            name: self.unquoted(&(word.start..word.start + sign)),
            value: Some(self.unquoted(&(word.start + sign + 1..word.end))),
        }
    }

    /// Words in which quotes and escapes keep blanks.
    pub(super) fn quoted_words(&self, rest: &Range<usize>) -> Vec<Range<usize>> {
        self.some_words(rest, usize::MAX)
    }

    /// The next such word.
    pub(super) fn quoted_word(&self, at: usize) -> Option<Range<usize>> {
        let rest = self.trimmed(at);
        self.some_words(&rest, 1).pop()
    }

    fn some_words(&self, rest: &Range<usize>, most: usize) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        let mut start = None;
        let mut quote = None;
        let mut hidden = false;
        for (at, c) in self.get(rest).char_indices() {
            let at = rest.start + at;
            if c.is_whitespace() && quote.is_none() && !hidden {
                words.extend(start.take().map(|start| start..at));
                if words.len() >= most {
                    return words;
                }
                continue;
            }
            start = start.or(Some(at));
            match quote {
                _ if hidden => hidden = false,
                // In single quotes nothing is escaped.
                Some('\'') if c != '\'' => {}
                _ if c == self.escape => hidden = true,
                Some(open) if open == c => quote = None,
                None if matches!(c, '"' | '\'') => quote = Some(c),
                _ => {}
            }
        }
        words.extend(start.map(|start| start..rest.end));
        words
    }

    pub(super) fn unquoted(&self, range: &Range<usize>) -> Piece {
        let mut value = String::new();
        let mut quote = None;
        let mut letters = self.get(range).chars().peekable();
        while let Some(c) = letters.next() {
            match quote {
                Some('\'') if c != '\'' => value.push(c),
                _ if c == self.escape => {
                    let next = letters.next_if(|next| {
                        quote.is_none() || matches!(next, '"' | '$') || *next == self.escape
                    });
                    value.push(next.unwrap_or(c));
                }
                Some(open) if open == c => quote = None,
                None if matches!(c, '"' | '\'') => quote = Some(c),
                _ => value.push(c),
            }
        }
        Piece {
            value,
            raw: self.get(range).to_owned(),
            range: self.source(range),
        }
    }
}
