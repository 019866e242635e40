//! The commands that `RUN` starts, as a shell splits them.

use std::ops::Range;

use super::variables::Variables;
use crate::syntax::dockerfile::{Instruction, Lookup, expand};
use crate::syntax::shell_words::{self, Script};

/// Scripts in scripts, so deep.
const DEEPEST: usize = 4;

/// A command.
#[derive(Clone, Debug)]
pub struct Command {
    /// The program, and its arguments.
    pub words: Vec<Word>,
    /// The variables that are set for it, or by it: `A=b`.
    pub assignments: Vec<Word>,
    /// `sudo`, where the line begins with it.
    pub sudo: Option<Word>,
    /// Whether the next command reads what it prints.
    pub is_piped: bool,
    /// The files that it writes.
    pub outputs: Vec<String>,
}

/// A word of a command.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its value; what is not known in it stands as it is written.
    pub text: String,
    /// Its bytes in the Dockerfile.
    pub range: Range<usize>,
    /// Whether all of it is known.
    pub is_known: bool,
}

impl Command {
    /// The program, without its folder.
    pub fn name(&self) -> &str {
        let path = self.words.first().map_or("", |word| word.text.as_str());
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        name.strip_suffix(".exe").unwrap_or(name)
    }

    /// Its arguments.
    pub fn arguments(&self) -> &[Word] {
        self.words.get(1..).unwrap_or_default()
    }

    /// From its first byte to its last.
    pub fn range(&self) -> Range<usize> {
        let first = self.words.first().map_or(0, |word| word.range.start);
        let last = self.words.iter().map(|word| word.range.end).max();
        first..last.unwrap_or(first).max(first)
    }

    /// The first argument that is one of these.
    pub fn argument(&self, wanted: &[&str]) -> Option<&Word> {
        let mut arguments = self.arguments().iter();
        arguments.find(|word| wanted.contains(&word.text.as_str()))
    }

    /// The first argument that is such a flag, or begins with it and `=`.
    pub fn flag(&self, wanted: &[&str]) -> Option<&Word> {
        self.arguments().iter().find(|word| {
            let name = word.text.split('=').next().unwrap_or_default();
            wanted.contains(&name)
        })
    }

    /// The value of such a flag: behind `=`, or the next word.
    pub fn value(&self, wanted: &[&str]) -> Option<&Word> {
        let arguments = self.arguments();
        let at = arguments.iter().position(|word| {
            let name = word.text.split('=').next().unwrap_or_default();
            wanted.contains(&name)
        })?;
        let own = arguments.get(at)?;
        if own.text.contains('=') {
            return Some(own);
        }
        arguments.get(at + 1)
    }

    /// A letter among short flags: `k` in `-fsSLk`. What follows one of `with_value` is its value.
    pub fn short(&self, letter: char, with_value: &str) -> Option<&Word> {
        self.arguments().iter().find(|word| {
            let Some(letters) = word.text.strip_prefix('-') else {
                return false;
            };
            if letters.starts_with('-') {
                return false;
            }
            let own = letters.chars();
            let mut own = own.take_while(|own| !with_value.contains(*own));
            own.any(|own| own == letter)
        })
    }

    /// The arguments that are no flags.
    pub fn operands(&self) -> impl Iterator<Item = &Word> {
        let arguments = self.arguments().iter();
        arguments.filter(|word| !word.text.starts_with('-'))
    }
}

/// Where the bytes of a script stand.
enum Places<'p> {
    Line(&'p crate::syntax::dockerfile::Joined),
    From(usize),
    At(Range<usize>),
}

impl Places<'_> {
    fn source(&self, range: &Range<usize>) -> Range<usize> {
        match self {
            Self::Line(line) => line.source(range),
            Self::From(start) => start + range.start..start + range.end,
            Self::At(place) => place.clone(),
        }
    }
}

struct Reader<'r> {
    variables: &'r Variables,
    left: &'r mut usize,
    found: Vec<Command>,
}

/// The commands of an instruction; no more than are `left`.
pub(super) fn of(
    instruction: &Instruction,
    content: &str,
    variables: &Variables,
    left: &mut usize,
) -> Vec<Command> {
    if instruction.keyword != "RUN" {
        return Vec::new();
    }
    let mut reader = Reader {
        variables,
        left,
        found: Vec::new(),
    };
    if instruction.is_list {
        let words = instruction.arguments.iter().map(|piece| Word {
            text: piece.value.clone(),
            range: piece.range.clone(),
            is_known: true,
        });
        reader.command(words.collect(), false, Vec::new(), 0);
    } else if let Some(line) = &instruction.script {
        reader.script(&line.text, &Places::Line(line), 0);
    }
    // A here-document without a command, or with a shell before it, is a script.
    let runs_documents = match reader.found.as_slice() {
        [] => true,
        [only] => is_shell(only.name()) && only.operands().next().is_none(),
        _ => false,
    };
    if runs_documents {
        for document in &instruction.documents {
            let body = content.get(document.body.clone()).unwrap_or_default();
            let other = body.strip_prefix("#!").and_then(|line| line.lines().next());
            let is_other = other.is_some_and(|line| {
                !line
                    .split(['/', ' '])
                    .any(|word| is_shell(word.trim_end_matches('\r')))
            });
            if !is_other {
                reader.script(body, &Places::From(document.body.start), 0);
            }
        }
    }
    reader.found
}

/// Whether a program reads scripts.
pub(super) fn is_shell(name: &str) -> bool {
    matches!(name, "sh" | "bash" | "dash" | "ash" | "zsh" | "ksh")
}

/// Words before a program that are none.
const BEFORE: [&str; 16] = [
    "then",
    "do",
    "else",
    "elif",
    "if",
    "while",
    "until",
    "!",
    "{",
    "time",
    "exec",
    "command",
    "nohup",
    "nice",
    "env",
    "eatmydata",
];

impl Reader<'_> {
    fn script(&mut self, text: &str, places: &Places<'_>, depth: usize) {
        let Script {
            commands,
            inner,
            documents,
            piped,
            outputs,
            comments: _,
        } = shell_words::parse(text);
        for (number, words) in commands.iter().enumerate() {
            let words = words.iter().map(|word| self.word(word, places)).collect();
            let own = outputs.iter().filter(|(own, _)| *own == number);
            let own = own.map(|(_, name)| name.clone()).collect();
            self.command(words, piped.contains(&number), own, depth);
        }
        if depth >= DEEPEST {
            return;
        }
        let is_body = |range: &Range<usize>| documents.iter().any(|own| own.body == *range);
        for range in inner.iter().filter(|range| !is_body(range)) {
            let source = places.source(range);
            let part = text.get(range.clone()).unwrap_or_default();
            let places = if source.len() == part.len() {
                Places::From(source.start)
            } else {
                Places::At(source)
            };
            self.script(part, &places, depth + 1);
        }
    }

    fn word(&self, word: &shell_words::Word<'_>, places: &Places<'_>) -> Word {
        let mut text = String::new();
        let mut is_known = true;
        let mut at = 0;
        for part in &word.expansions {
            let Some(written) = word.value.get(part.clone()).filter(|_| part.start >= at) else {
                continue;
            };
            text.push_str(word.value.get(at..part.start).unwrap_or_default());
            at = part.end;
            let is_variable = written.starts_with('$') && !written.starts_with("$(");
            let value = expand(written, '\\', &|name| match self.variables.get(name) {
                // The commands before may have set it.
                Lookup::Unset => Lookup::Unknown,
                other => other,
            });
            if is_variable && value.is_known {
                text.push_str(&value.value);
            } else {
                is_known = false;
                text.push_str(written);
            }
        }
        text.push_str(word.value.get(at..).unwrap_or_default());
        Word {
            text,
            range: places.source(&word.range),
            is_known,
        }
    }

    fn command(&mut self, words: Vec<Word>, is_piped: bool, outputs: Vec<String>, depth: usize) {
        if *self.left == 0 {
            return;
        }
        *self.left -= 1;
        let mut command = Command {
            words: Vec::new(),
            assignments: Vec::new(),
            sudo: None,
            is_piped,
            outputs,
        };
        let mut words = words.into_iter().peekable();
        while let Some(word) = words.next() {
            let text = word.text.as_str();
            if is_assignment(text) {
                command.assignments.push(word);
            } else if matches!(text, "sudo" | "doas") {
                command.sudo = Some(word);
                while words.next_if(|word| word.text.starts_with('-')).is_some() {}
            } else if !BEFORE.contains(&text) {
                command.words.push(word);
                break;
            }
        }
        command.words.extend(words);
        if matches!(command.name(), "export" | "declare" | "readonly" | "setx") {
            let set = command.arguments().iter();
            let set: Vec<Word> = set
                .filter(|own| is_assignment(&own.text))
                .cloned()
                .collect();
            command.assignments.extend(set);
        }
        let inner = inner(&command).filter(|_| depth < DEEPEST);
        self.found.push(command);
        if let Some(inner) = inner {
            self.script(&inner.text, &Places::At(inner.range), depth + 1);
        }
    }
}

/// The script of `sh -c "…"`.
fn inner(command: &Command) -> Option<Word> {
    if !is_shell(command.name()) {
        return None;
    }
    let arguments = command.arguments();
    let at = arguments.iter().position(|word| {
        word.text.starts_with('-') && !word.text.starts_with("--") && word.text.contains('c')
    })?;
    arguments.get(at + 1).cloned()
}

fn is_assignment(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}
