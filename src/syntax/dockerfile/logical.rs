//! The lines of a Dockerfile as its instructions see them: continued lines in one, comments left
//! out, and the way back to the text.

use std::ops::Range;

use super::{Pair, Piece};

/// Reads a Dockerfile line by line.
pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
    escape: char,
}

/// An instruction with all its lines in one.
pub(super) struct Line {
    text: String,
    /// Where each part of the text stands in the file.
    parts: Vec<(usize, usize)>,
    /// The bytes of the last part in the file end here.
    end: usize,
    escape: char,
}

/// What ends a here-document.
pub(super) struct Tag {
    name: String,
    strips: bool,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut reader = Self {
            text,
            at: if text.starts_with('\u{feff}') { 3 } else { 0 },
            escape: '\\',
        };
        reader.directives();
        reader
    }

    /// `# escape=` among the directives, which stand before everything else.
    fn directives(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for line in rest.lines() {
            let Some((name, value)) = line
                .trim_start()
                .strip_prefix('#')
                .and_then(|line| line.split_once('='))
            else {
                return;
            };
            let name = name.trim();
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return;
            }
            if name.eq_ignore_ascii_case("escape") && value.trim() == "`" {
                self.escape = '`';
            }
        }
    }

    /// The next line of the file without its end.
    fn physical(&mut self) -> Option<Range<usize>> {
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
            text: String::new(),
            parts: Vec::new(),
            end: 0,
            escape: self.escape,
        };
        while let Some(range) = self.physical() {
            let part = self.text.get(range.clone()).unwrap_or_default();
            let bare = part.trim_start();
            if bare.starts_with('#') || bare.is_empty() {
                continue;
            }
            let start = if line.parts.is_empty() {
                range.end - bare.len()
            } else {
                range.start
            };
            let continued = part.trim_end().strip_suffix(self.escape);
            let end = range.start + continued.unwrap_or(part).len();
            line.push(self.text, start..end.max(start));
            if continued.is_none() {
                return Some(line);
            }
        }
        (!line.text.trim().is_empty()).then_some(line)
    }

    /// The body of a here-document that begins here.
    pub(super) fn document(&mut self, tag: &Tag) -> Range<usize> {
        let start = self.at;
        let mut end = start;
        while let Some(range) = self.physical() {
            let line = self.text.get(range).unwrap_or_default();
            let line = if tag.strips {
                line.trim_start_matches('\t')
            } else {
                line
            };
            if line == tag.name {
                return start..end;
            }
            end = self.at;
        }
        start..end
    }
}

impl Tag {
    /// `<<NAME`, `<<-"NAME"`, `3<<NAME`.
    pub(super) fn read(word: &str) -> Option<Self> {
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let name = word.strip_prefix("<<")?;
        let (strips, name) = match name.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, name),
        };
        let bare = ['"', '\''].iter().find_map(|quote| {
            let inner = name.strip_prefix(*quote)?;
            inner.strip_suffix(*quote)
        });
        let name = bare.unwrap_or(name);
        let is_name = name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        is_name.then(|| Self {
            name: name.to_owned(),
            strips,
        })
    }
}

impl Line {
    fn push(&mut self, text: &str, range: Range<usize>) {
        self.parts.push((self.text.len(), range.start));
        self.end = range.end;
        self.text.push_str(text.get(range).unwrap_or_default());
    }

    /// Where it ends in the file.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    pub(super) fn get(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The bytes of the file from the first of these to the last.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let after = self.parts.partition_point(|(start, _)| *start <= at);
            let part = self.parts.get(after.saturating_sub(1));
            part.map_or(at, |(start, source)| source + (at - start))
        };
        let start = place(range.start);
        if range.is_empty() {
            return start..start;
        }
        start..place(range.end - 1) + 1
    }

    pub(super) fn piece(&self, range: &Range<usize>) -> Piece {
        Piece {
            value: self.get(range).to_owned(),
            range: self.source(range),
        }
    }

    /// What stands from here on, without blanks around it.
    pub(super) fn trimmed(&self, at: usize) -> Range<usize> {
        let rest = self.text.get(at..).unwrap_or_default();
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
    fn quoted_words(&self, rest: &Range<usize>) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        let mut start = None;
        let mut quote = None;
        let mut hidden = false;
        for (at, c) in self.get(rest).char_indices() {
            let at = rest.start + at;
            if c.is_whitespace() && quote.is_none() && !hidden {
                words.extend(start.take().map(|start| start..at));
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

    fn unquoted(&self, range: &Range<usize>) -> Piece {
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
            range: self.source(range),
        }
    }
}
