//! The command lines of scripts and documents, as the shell that reads them takes them apart. What a
//! shell puts in place of a variable is known only where the same script says it; nothing is run,
//! and nothing fails: what cannot be read is no line.

mod posix;
#[cfg(test)]
mod tests;
mod windows;
mod word;

use std::ops::Range;

pub use word::{Piece, UNKNOWN, Word};

/// Who reads a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// A shell of POSIX and those that grew out of it.
    Posix,
    /// PowerShell of Windows and PowerShell 7.
    PowerShell,
    /// The command interpreter of Windows, and batch files.
    Cmd,
}

/// A command with its words: the program first, without what only runs it (`sudo`, `exec`, `then`).
/// Redirections are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// Its words, at least one.
    pub words: Vec<Word>,
    /// The bytes from its first word to the end of its last.
    pub range: Range<usize>,
    /// Whether the next line of the list reads what it writes (`|`).
    pub is_piped: bool,
}

impl CommandLine {
    /// A line of these words; nothing without one.
    pub fn new(words: Vec<Word>, is_piped: bool) -> Option<Self> {
        let start = words.first()?.range.start;
        let end = words.last()?.range.end;
        Some(Self {
            words,
            range: start..end.max(start),
            is_piped,
        })
    }
}

/// The command lines in bytes `region` of a text, in its order; those inside of functions, loops and
/// substitutions among them. All ranges are bytes of the whole text.
pub fn command_lines(content: &str, region: Range<usize>, shell: Shell) -> Vec<CommandLine> {
    match shell {
        Shell::Posix => posix::command_lines(content, region),
        Shell::PowerShell | Shell::Cmd => windows::command_lines(content, region, shell),
    }
}
