//! The command lines of PowerShell and of `cmd`.

use std::ops::Range;

use super::word::{Piece, Word};
use super::{CommandLine, Shell};
use crate::syntax::host_script::{self, Script};

/// The command lines in bytes `region` of a text; of expressions none.
pub(super) fn command_lines(content: &str, region: Range<usize>, shell: Shell) -> Vec<CommandLine> {
    let Some(text) = content.get(region.clone()) else {
        return Vec::new();
    };
    let shell = match shell {
        Shell::Cmd => host_script::Shell::Cmd,
        Shell::PowerShell | Shell::Posix => host_script::Shell::PowerShell,
    };
    let script = host_script::parse(text, shell).moved(region.start);
    let mut lines = Vec::new();
    for (number, command) in script.commands.iter().enumerate() {
        if command.is_expression {
            continue;
        }
        let words = command.words.iter();
        let mut words: Vec<Word> = words.map(|own| word(content, own, &script)).collect();
        if command.has_unknown {
            // Where it stands among the others is not told: it may be any flags.
            let range = command.range.clone();
            words.insert(
                words.len().min(2),
                Word {
                    pieces: vec![Piece::Unknown {
                        name: None,
                        range: range.clone(),
                    }],
                    range,
                    is_quoted: false,
                },
            );
        }
        let mut others = script.commands.iter();
        let is_piped = others.any(|other| other.follows == Some(number));
        lines.extend(CommandLine::new(words, is_piped));
    }
    lines.sort_by_key(|line| line.range.start);
    lines
}

/// A word with the place of each part that is written as it is; of any other the whole word.
fn word(content: &str, own: &host_script::Word, script: &Script) -> Word {
    let written = content.get(own.range.clone()).unwrap_or_default();
    let mut from = 0;
    let mut pieces = Vec::new();
    for piece in &own.pieces {
        let whole = own.range.clone();
        let made = match piece {
            host_script::Piece::Literal(text) => {
                let at = written
                    .get(from..)
                    .and_then(|rest| rest.find(text.as_str()));
                let range = match at {
                    Some(at) if !text.is_empty() => {
                        let start = from + at;
                        from = start + text.len();
                        own.range.start + start..own.range.start + from
                    }
                    _ => whole,
                };
                Piece::Literal {
                    text: text.clone(),
                    range,
                }
            }
            host_script::Piece::Variable(name) => {
                let lone = host_script::Word {
                    pieces: vec![piece.clone()],
                    ..host_script::Word::default()
                };
                let said = script.said(&lone);
                if said.is_known && !matches!(name.as_str(), "true" | "false" | "null") {
                    Piece::Literal {
                        text: said.text,
                        range: whole,
                    }
                } else {
                    // `$env:USERPROFILE` is called as the variable of the process is.
                    let name = name.rsplit(':').next().unwrap_or(name);
                    Piece::Unknown {
                        name: Some(name.to_ascii_uppercase()),
                        range: whole,
                    }
                }
            }
            host_script::Piece::Member(_) | host_script::Piece::Unknown => Piece::Unknown {
                name: None,
                range: whole,
            },
        };
        pieces.push(made);
    }
    Word {
        pieces,
        range: own.range.clone(),
        is_quoted: !own.is_bare,
    }
}
