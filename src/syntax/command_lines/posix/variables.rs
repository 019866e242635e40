//! The variables of a script that it sets itself, each to one value.

use std::collections::HashMap;
use std::ops::Range;

use crate::syntax::command_lines::Piece;
use crate::syntax::shell_words::Word;

/// A value and where it is written.
type Written = (String, Range<usize>);

/// What a script sets.
#[derive(Default)]
pub(super) struct Variables(HashMap<String, Option<Written>>);

/// Commands whose words are names to be set, with a value or without one.
const DECLARE: [&str; 6] = ["export", "readonly", "local", "declare", "typeset", "set"];
/// Commands that set the variables they name to what only they know.
const READ: [&str; 7] = [
    "read",
    "for",
    "select",
    "mapfile",
    "readarray",
    "getopts",
    "unset",
];

impl Variables {
    /// Notes what a command sets, whose words stand `start` bytes in.
    pub(super) fn note(&mut self, words: &[Word<'_>], start: usize) {
        let grammar = [
            "then", "do", "else", "if", "while", "until", "elif", "!", "{",
        ];
        let mut words = words
            .iter()
            .skip_while(|word| grammar.contains(&&*word.value))
            .peekable();
        let is_declared = words
            .next_if(|word| DECLARE.contains(&&*word.value))
            .is_some();
        if words.next_if(|word| READ.contains(&&*word.value)).is_some() {
            for word in words {
                self.set(&word.value, None);
            }
            return;
        }
        for word in words {
            if let Some((name, value)) = assignment(word, start) {
                self.set(&name, value);
            } else if !is_declared {
                // Behind the first word that is none, all are those of the command.
                break;
            }
        }
    }

    fn set(&mut self, name: &str, value: Option<Written>) {
        let known = self.0.get(name);
        let is_other = known.is_some_and(|known| {
            known.as_ref().map(|(text, _)| text) != value.as_ref().map(|(text, _)| text)
        });
        if is_other {
            self.0.insert(name.to_owned(), None);
        } else if known.is_none() {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// What `$NAME`, `${NAME}` or `${NAME:-other}` is.
    pub(super) fn piece(&self, written: &str, range: Range<usize>) -> Piece {
        let name = name_of(written);
        let known = name
            .and_then(|name| self.0.get(name))
            .and_then(Option::as_ref);
        match known {
            Some((text, value)) => Piece::Assigned {
                text: text.clone(),
                range,
                value: value.clone(),
            },
            None => Piece::Unknown {
                name: name
                    .or_else(|| is_folder(written).then_some("PWD"))
                    .map(str::to_owned),
                range,
            },
        }
    }
}

/// Whether an expansion is the folder that the shell is in.
fn is_folder(written: &str) -> bool {
    matches!(written, "$(pwd)" | "`pwd`" | "$(pwd -P)")
}

/// The variable of an expansion which is its value where it has one that is not empty.
fn name_of(written: &str) -> Option<&str> {
    let inside = match written.strip_prefix("${") {
        Some(rest) => {
            let rest = rest.strip_suffix('}')?;
            let end = rest.find([':', '-', '?']).unwrap_or(rest.len());
            let (name, operator) = rest.split_at(end);
            let keeps = operator.is_empty()
                || [":-", "-", ":?", "?", ":="]
                    .iter()
                    .any(|own| operator.starts_with(own));
            keeps.then_some(name)?
        }
        None => written.strip_prefix('$')?,
    };
    is_name(inside).then_some(inside)
}

pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A name with what it is set to and where that is written; nothing is known of a value that is put
/// together, or that is empty: `${NAME:-other}` is another one then.
fn assignment(word: &Word<'_>, start: usize) -> Option<(String, Option<Written>)> {
    let (name, value) = word.value.split_once('=')?;
    let adds = name.ends_with('+');
    let name = name.strip_suffix('+').unwrap_or(name);
    if !is_name(name) {
        return None;
    }
    let from = word.value.len() - value.len();
    let source = word.source(&(from..word.value.len()));
    let is_known = word.expansions.is_empty() && !adds && !value.is_empty();
    // `~` and patterns are the shell's.
    let is_plain = word.is_quoted || !value.contains(['~', '*', '?']);
    let known = (is_known && is_plain)
        .then(|| (value.to_owned(), start + source.start..start + source.end));
    Some((name.to_owned(), known))
}
