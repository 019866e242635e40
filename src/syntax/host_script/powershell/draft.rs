//! A command that is being read.

use std::ops::Range;

use super::super::{Command, GroupKind, Piece, Script, Word};
use super::declares;

/// How what comes next is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// Nothing was read.
    #[default]
    Start,
    /// Arguments of a program.
    Command,
    /// A value.
    Expression,
    /// What belongs to `if`, `function` and the like.
    Keyword,
}

/// A command that is being read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) words: Vec<Word>,
    pub(super) mode: Mode,
    pub(super) keyword: String,
    pub(super) follows: Option<usize>,
    /// Of an entry of a table.
    pub(super) key: Option<String>,
    target: Option<(String, Option<String>)>,
    /// A comma is the last thing that was read.
    is_listing: bool,
    /// The next word is a file that is written.
    is_redirecting: bool,
    /// The value is added to one that is there.
    is_added: bool,
    splats: Vec<(usize, String)>,
}

impl Draft {
    /// Adds a word; to the last one, if it touches it or stands behind its comma.
    pub(super) fn add(&mut self, word: Word) {
        if std::mem::take(&mut self.is_redirecting) {
            return;
        }
        let is_listed = std::mem::take(&mut self.is_listing);
        match self.words.last_mut() {
            Some(last) if is_listed || last.range.end == word.range.start => {
                last.range.end = word.range.end;
                last.pieces.extend(word.pieces);
                last.groups.extend(word.groups);
            }
            _ => self.words.push(word),
        }
    }

    pub(super) fn comma(&mut self) {
        if let Some(last) = self.words.last_mut() {
            last.pieces.push(Piece::Literal(",".to_owned()));
            self.is_listing = true;
        }
    }

    /// `>`: what touches it is a number, what follows it a file, unless all was read.
    pub(super) fn redirect(&mut self, start: usize, is_over: bool) {
        let is_stream = |own: &Word| {
            let [Piece::Literal(text)] = own.pieces.as_slice() else {
                return false;
            };
            own.range.end == start && (text == "*" || text.parse::<u8>().is_ok())
        };
        self.words.pop_if(|own| is_stream(own));
        self.is_redirecting = !is_over;
    }

    /// Whether the next line belongs to it.
    pub(super) fn is_waiting(&self) -> bool {
        let has_nothing = self.words.is_empty();
        let is_begun = self.follows.is_some() || self.target.is_some() || self.key.is_some();
        self.is_listing || has_nothing && is_begun
    }

    /// Forgets what was read: it was what takes a value.
    pub(super) fn restart(&mut self) {
        self.words.clear();
        self.mode = Mode::Start;
    }

    /// `=`: what was read takes a value. The variable of which only a part does.
    pub(super) fn assign(&mut self, source: &str, end: usize) -> Option<String> {
        let last = self.words.last_mut()?;
        let signs = ["+", "-", "*", "/", "%", "??"];
        if let Some(Piece::Literal(sign)) = last.pieces.last()
            && signs.contains(&sign.as_str())
        {
            self.is_added = true;
            last.pieces.pop();
            if last.pieces.is_empty() {
                self.words.pop();
            }
        }
        let start = self.words.first()?.range.start;
        let written = source.get(start..end)?.trim_end();
        let written = written.trim_end_matches(|own: char| "+-*/%? ".contains(own));
        let variable = match self.words.last()?.pieces.last() {
            Some(Piece::Variable(name)) => Some(name.clone()),
            _ => None,
        };
        let part = written.strip_prefix('$').filter(|_| variable.is_none());
        let owner = part.map(|own| {
            let end = own.find(['.', '[']).unwrap_or(own.len());
            own.get(..end).unwrap_or_default().to_lowercase()
        });
        self.target = Some((written.to_owned(), variable));
        self.restart();
        owner
    }

    /// A member of the last word is meant, not its value. The variable that it is.
    pub(super) fn take_member(&mut self) -> Option<String> {
        let piece = self.words.last_mut()?.pieces.last_mut()?;
        let Piece::Variable(name) = piece else {
            return None;
        };
        let name = std::mem::take(name);
        *piece = Piece::Member(name.clone());
        Some(name)
    }

    /// `@name`.
    pub(super) fn splat(&mut self, range: Range<usize>, name: String) {
        self.splats.push((self.words.len(), name));
        self.words.push(Word {
            range,
            pieces: vec![Piece::Unknown],
            is_bare: true,
            groups: Vec::new(),
        });
    }

    /// Whether it is a value, and nothing is done with it.
    pub(super) fn is_mere_value(&self) -> bool {
        self.mode == Mode::Expression && self.target.is_none() && self.follows.is_none()
    }

    /// Puts it into the script; its number.
    pub(super) fn finish(
        mut self,
        script: &mut Script,
        group: usize,
        keyword: &str,
        is_piped: bool,
    ) -> Option<usize> {
        let is_expression = self.mode != Mode::Command;
        self.note(script, keyword, is_expression && !is_piped);
        if let Some(key) = self.key.take() {
            let value = match self.words.as_slice() {
                [only] if is_expression && !is_piped => Some(only.clone()),
                _ => None,
            };
            if let Some(own) = script.groups.get_mut(group) {
                own.entries.push((key, value));
            }
        }
        if self.words.is_empty() {
            return None;
        }
        let range = self.range(script);
        let has_unknown = self.hand_on(script);
        script.commands.push(Command {
            range,
            words: self.words,
            target: self.target.map(|(written, _)| written),
            group,
            follows: self.follows,
            is_expression,
            has_unknown,
        });
        Some(script.commands.len() - 1)
    }

    /// From its first word to the last one before a block.
    fn range(&self, script: &Script) -> Range<usize> {
        let is_block = |own: &&Word| {
            let mut kinds = own
                .groups
                .iter()
                .filter_map(|number| script.groups.get(*number));
            !kinds.any(|own| own.kind == GroupKind::Block)
        };
        let start = self.words.first().map_or(0, |own| own.range.start);
        let last = self.words.iter().take_while(is_block).last();
        start..last.map_or(start, |own| own.range.end)
    }

    /// Notes what variables are set to.
    fn note(&self, script: &mut Script, keyword: &str, is_value: bool) {
        let only = match self.words.as_slice() {
            [only] if is_value && !self.is_added => Some(only),
            _ => None,
        };
        let known = |script: &Script, word: &Word| {
            let said = script.said(word);
            said.is_known.then_some(said.text)
        };
        if let Some((_, Some(name))) = &self.target {
            let value = only.and_then(|own| known(script, own));
            script.set(name, value);
            script.set_table(name, only.and_then(|own| own.groups.first().copied()));
            return;
        }
        let variable = |word: Option<&Word>| match word.and_then(|own| own.pieces.last()) {
            Some(Piece::Variable(name)) => Some(name.clone()),
            _ => None,
        };
        if keyword == "foreach"
            && let Some(name) = variable(self.words.first())
        {
            let value = match self.words.as_slice() {
                [_, _, values] => known(script, values),
                _ => None,
            };
            script.set(&name, value);
        } else if declares(keyword)
            && let Some(name) = variable(self.words.last())
        {
            script.set(&name, None);
        }
    }

    /// Puts the entries of tables in the place of `@name`; whether one of them is not known.
    fn hand_on(&mut self, script: &Script) -> bool {
        let mut has_unknown = false;
        for (number, name) in self.splats.iter().rev() {
            let Some(word) = self.words.get(*number).cloned() else {
                continue;
            };
            let variable = Word {
                pieces: vec![Piece::Variable(name.clone())],
                ..word.clone()
            };
            let Some(entries) = script.table(&variable) else {
                has_unknown = true;
                continue;
            };
            let words = entries.iter().flat_map(|(key, value)| {
                let key = Word {
                    pieces: vec![Piece::Literal(format!("-{key}"))],
                    ..word.clone()
                };
                let value = value.clone().unwrap_or_else(|| Word {
                    is_bare: false,
                    ..word.clone()
                });
                [key, value]
            });
            let words: Vec<Word> = words.collect();
            self.words.splice(*number..=*number, words);
        }
        has_unknown
    }
}
