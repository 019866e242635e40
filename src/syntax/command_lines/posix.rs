//! The command lines of a shell of POSIX.

mod prefixes;
mod variables;

use std::ops::Range;

use super::CommandLine;
use super::word::{Piece, Word};
use crate::syntax::shell_words::{self, Script};
use variables::Variables;

/// Texts inside of texts are read so deep.
const DEEPEST: usize = 6;
/// No more lines than this are read of one region; a script of this length is made by a machine.
const MOST: usize = 100_000;

/// Programs that run a text which is handed to them as a script.
const RUNNERS: [&str; 13] = [
    "sh", "bash", "dash", "ash", "zsh", "ksh", "busybox", "ssh", "su", "runuser", "eval", "wsl",
    "wsl.exe",
];

/// The command lines in bytes `region` of a text.
pub(super) fn command_lines(content: &str, region: Range<usize>) -> Vec<CommandLine> {
    let mut reader = Reader {
        content,
        scripts: Vec::new(),
        variables: Variables::default(),
    };
    reader.read(region);
    let mut lines = Vec::new();
    for (start, script) in &reader.scripts {
        for (number, words) in script.commands.iter().enumerate() {
            let words = words.iter().filter(|word| !word.is_input);
            let words = words.map(|word| reader.word(word, *start)).collect();
            let words = prefixes::without(words);
            let is_piped = script.piped.contains(&number);
            lines.extend(CommandLine::new(words, is_piped));
        }
    }
    // Texts inside of others come after those.
    lines.sort_by_key(|line| line.range.start);
    lines
}

struct Reader<'t> {
    content: &'t str,
    /// The scripts, with the place where each begins.
    scripts: Vec<(usize, Script<'t>)>,
    variables: Variables,
}

impl Reader<'_> {
    fn read(&mut self, region: Range<usize>) {
        let mut open = vec![(region, 0)];
        let mut count = 0;
        while let Some((region, depth)) = open.pop() {
            let Some(text) = self.content.get(region.clone()) else {
                continue;
            };
            let script = shell_words::parse(text);
            count += script.commands.len();
            for words in &script.commands {
                self.variables.note(words, region.start);
            }
            if depth < DEEPEST {
                let inner = inner(&script).into_iter();
                let shifted = |own: Range<usize>| region.start + own.start..region.start + own.end;
                open.extend(inner.map(|own| (shifted(own), depth + 1)));
            }
            self.scripts.push((region.start, script));
            if count > MOST {
                break;
            }
        }
    }

    /// A word with its variables, where the script `start` bytes in says what they are.
    fn word(&self, word: &shell_words::Word<'_>, start: usize) -> Word {
        let mut pieces = Vec::new();
        let mut at = 0;
        let shifted = |own: Range<usize>| start + own.start..start + own.end;
        for hole in &word.expansions {
            literals(word, at..hole.start, start, &mut pieces);
            let written = word.value.get(hole.clone()).unwrap_or_default();
            let range = shifted(word.source(hole));
            pieces.push(self.variables.piece(written, range));
            at = hole.end;
        }
        literals(word, at..word.value.len(), start, &mut pieces);
        Word {
            pieces,
            range: shifted(word.range.clone()),
            is_quoted: word.is_quoted,
        }
    }
}

/// Adds what bytes `range` of a word are, each stretch that is written as it is on its own.
fn literals(
    word: &shell_words::Word<'_>,
    range: Range<usize>,
    start: usize,
    pieces: &mut Vec<Piece>,
) {
    for (value, source) in word.stretches(&range) {
        pieces.push(Piece::Literal {
            text: word.value.get(value).unwrap_or_default().to_owned(),
            range: start + source.start..start + source.end,
        });
    }
}

/// The texts in a script that are scripts themselves: what is substituted, and what is handed to a
/// shell. Other here-documents are the contents of files.
fn inner(script: &Script<'_>) -> Vec<Range<usize>> {
    let runs = |number: usize| {
        let words = script.commands.get(number).map(Vec::as_slice);
        words.unwrap_or_default().iter().any(is_runner)
    };
    let is_read = |body: &Range<usize>| {
        let document = script.documents.iter().find(|own| own.body == *body);
        document.is_none_or(|own| own.command.is_some_and(runs))
    };
    let mut inner: Vec<Range<usize>> = script
        .inner
        .iter()
        .filter(|own| is_read(own))
        .cloned()
        .collect();
    for words in &script.commands {
        if !words.iter().any(is_runner) {
            continue;
        }
        let texts = words
            .iter()
            .filter(|word| word.is_quoted && word.value.contains(' '));
        inner.extend(texts.filter_map(|word| {
            let source = word.source(&(0..word.value.len()));
            (source.len() == word.value.len()).then_some(source)
        }));
    }
    inner
}

fn is_runner(word: &shell_words::Word<'_>) -> bool {
    let name = word.value.rsplit('/').next().unwrap_or_default();
    !word.is_quoted && RUNNERS.contains(&name)
}
