//! Scripts of Windows, PowerShell and `cmd`: the commands in them, with their places. A script is
//! never run, so what only a run would tell is unknown; what stands in it as a literal is known, also
//! behind a variable that is set once.

mod cmd;
mod powershell;
mod scan;

use std::collections::HashMap;
use std::ops::Range;

/// Brackets in brackets, so deep. Nobody writes more; behind it nothing is read.
const DEEPEST: usize = 200;

/// No value that variables make up is longer.
const LONGEST: usize = 4096;

/// The program that runs a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shell {
    /// PowerShell, of Windows or from version 6 on.
    PowerShell,
    /// `cmd`, which runs batch files.
    Cmd,
}

/// What a script consists of.
#[derive(Debug, Default)]
pub struct Script {
    /// Its commands in the order in which they end.
    pub commands: Vec<Command>,
    /// Its comments that go on to the end of their line: from `#`, or from `rem` on.
    pub comments: Vec<Range<usize>>,
    /// What stands in brackets; the first is the script itself.
    pub groups: Vec<Group>,
    /// A bracket or quote that nothing closes: what follows it may be misread.
    pub broken: Option<Range<usize>>,
    variables: HashMap<String, Option<String>>,
    tables: HashMap<String, Option<usize>>,
}

/// What a pair of brackets is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupKind {
    /// The whole script.
    #[default]
    Script,
    /// `( … )`, `$( … )` or `@( … )`.
    Parentheses,
    /// `{ … }`.
    Block,
    /// `@{ … }`.
    Table,
}

/// What stands in brackets.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Its brackets.
    pub kind: GroupKind,
    /// The group that it stands in; that of the script is itself.
    pub parent: usize,
    /// Of a table: its keys with their values, where these are one word.
    pub entries: Vec<(String, Option<Word>)>,
}

/// A command: a program with its arguments, or an expression.
#[derive(Clone, Debug, Default)]
pub struct Command {
    /// The program and its arguments, or the words of an expression.
    pub words: Vec<Word>,
    /// Its bytes, as far as it has no block.
    pub range: Range<usize>,
    /// What takes the value, as it is written: `$x`, `[Net.ServicePointManager]::SecurityProtocol`.
    pub target: Option<String>,
    /// The number of the group that it stands in.
    pub group: usize,
    /// The command whose output it reads, by its number.
    pub follows: Option<usize>,
    /// Whether it is an expression, no program.
    pub is_expression: bool,
    /// Whether it gets arguments that are not known here (`@params`).
    pub has_unknown: bool,
}

/// A word of a command. Values with commas between them are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Its bytes, quotes included.
    pub range: Range<usize>,
    /// What it is made of.
    pub pieces: Vec<Piece>,
    /// Whether it begins without a quote.
    pub is_bare: bool,
    /// The numbers of the groups in it.
    pub groups: Vec<usize>,
}

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// What it says.
    Literal(String),
    /// The value of a variable, in lower case.
    Variable(String),
    /// A member of a variable, or a part of it, in lower case: only a run tells its value.
    Member(String),
    /// What only a run tells.
    Unknown,
}

/// What a word says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What is known of it.
    pub text: String,
    /// Whether that is all.
    pub is_known: bool,
}

/// Reads a script. Whatever it is, this comes to an end and gives what could be read.
pub fn parse(content: &str, shell: Shell) -> Script {
    match shell {
        Shell::PowerShell => powershell::parse(content),
        Shell::Cmd => cmd::parse(content),
    }
}

impl Script {
    /// What a word says.
    pub fn said(&self, word: &Word) -> Said {
        let mut said = Said {
            text: String::new(),
            is_known: true,
        };
        for piece in &word.pieces {
            match piece {
                Piece::Literal(text) => said.text.push_str(text),
                Piece::Unknown | Piece::Member(_) => said.is_known = false,
                Piece::Variable(name) => match name.as_str() {
                    "true" | "false" | "null" => {
                        said.text.push('$');
                        said.text.push_str(name);
                    }
                    _ => match self.variables.get(name) {
                        Some(Some(value)) => said.text.push_str(value),
                        _ => said.is_known = false,
                    },
                },
            }
            if said.text.len() > LONGEST {
                said.is_known = false;
                break;
            }
        }
        said
    }

    /// Whether a group stands in another, or is it.
    pub fn is_within(&self, mut inner: usize, outer: usize) -> bool {
        // A group has a smaller number than what stands in it: this comes to an end.
        while inner > outer {
            let Some(group) = self.groups.get(inner) else {
                return false;
            };
            inner = group.parent;
        }
        inner == outer
    }

    /// The entries of the table that a word is, or that a variable holds that it is.
    pub fn table(&self, word: &Word) -> Option<&[(String, Option<Word>)]> {
        let number = match word.pieces.as_slice() {
            [Piece::Variable(name)] => self.tables.get(name).copied().flatten()?,
            _ => *word.groups.first()?,
        };
        let group = self.groups.get(number)?;
        (group.kind == GroupKind::Table).then_some(&group.entries)
    }

    /// Lets all of it stand at one place: it was made of what is written there.
    #[must_use]
    pub fn at(mut self, place: &Range<usize>) -> Self {
        for command in &mut self.commands {
            command.range = place.clone();
            for word in &mut command.words {
                word.range = place.clone();
            }
        }
        for group in &mut self.groups {
            let words = group.entries.iter_mut().filter_map(|(_, own)| own.as_mut());
            for word in words {
                word.range = place.clone();
            }
        }
        self.comments.clear();
        self.broken = None;
        self
    }

    /// Lets all of it begin `start` bytes later: it is a part of a longer text.
    #[must_use]
    pub fn moved(mut self, start: usize) -> Self {
        let shift = |range: &mut Range<usize>| *range = range.start + start..range.end + start;
        for command in &mut self.commands {
            shift(&mut command.range);
            command
                .words
                .iter_mut()
                .for_each(|own| shift(&mut own.range));
        }
        for group in &mut self.groups {
            let words = group.entries.iter_mut().filter_map(|(_, own)| own.as_mut());
            words.for_each(|own| shift(&mut own.range));
        }
        self.comments.iter_mut().for_each(shift);
        self.broken.iter_mut().for_each(shift);
        self
    }

    /// Notes what a variable is set to. Set to different values it has none that is known.
    fn set(&mut self, name: &str, value: Option<String>) {
        let value = value.filter(|own| own.len() <= LONGEST);
        match self.variables.get_mut(name) {
            Some(known) if *known != value => *known = None,
            Some(_) => {}
            None => {
                self.variables.insert(name.to_owned(), value);
            }
        }
    }

    /// Notes the table that a variable is set to.
    fn set_table(&mut self, name: &str, table: Option<usize>) {
        let known = self.tables.entry(name.to_owned()).or_insert(table);
        if *known != table {
            *known = None;
        }
    }
}

#[cfg(test)]
mod tests;
