//! The words of a command: which of them are a program.

use std::ops::Range;

use super::code::Code;
use super::found::{About, Found};
use super::python_words::{Takes, is_python, takes};
use super::scripts;
use crate::meaning::programs::Language;
use crate::syntax::shell_words::Word;

/// Commands that only speak of others.
const SPEAKING: [&str; 20] = [
    "echo", "printf", "grep", "egrep", "rg", "sed", "awk", "which", "type", "man", "apt",
    "apt-get", "apk", "yum", "dnf", "pip", "pip3", "ln", "alias", "test",
];

/// Shells, which take scripts.
const SHELLS: [&str; 7] = ["sh", "bash", "dash", "ash", "zsh", "ksh", "su"];

/// A word of a command.
pub(super) struct Argument {
    pub(super) code: Code,
    /// The bytes that the shell replaces.
    expansions: Vec<Range<usize>>,
}

impl Argument {
    /// A word that no shell reads.
    pub(super) fn plain(code: Code) -> Self {
        Self {
            code,
            expansions: Vec::new(),
        }
    }

    /// A word of the script `code`.
    pub(super) fn of(word: &Word<'_>, code: &Code) -> Self {
        Self {
            code: code.inside(word.value.to_string(), &word.offsets()),
            expansions: word.expansions.clone(),
        }
    }

    /// The word as a program. What the shell puts in is not known: a name of the same length stands
    /// for it, so that the rest can be read.
    pub(super) fn program(&self) -> Code {
        let mut code = self.code.clone();
        if self.expansions.is_empty() {
            return code;
        }
        let is_replaced = |at: usize| self.expansions.iter().any(|own| own.contains(&at));
        code.text = code
            .text
            .char_indices()
            .flat_map(|(at, c)| {
                let stays = !is_replaced(at) || c.is_ascii_alphanumeric();
                let count = if stays { 1 } else { c.len_utf8() };
                std::iter::repeat_n(if stays { c } else { '_' }, count)
            })
            .collect();
        code
    }
}

/// The last part of a path, without `.exe`.
pub(super) fn name_of(word: &str) -> &str {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    name.strip_suffix(".exe").unwrap_or(name)
}

/// Finds the programs that a command runs; `input` is what it reads.
pub(super) fn command(
    words: &[Argument],
    input: Option<Code>,
    about: &About,
    depth: usize,
    found: &mut Found,
) {
    let is_assignment = |word: &&Argument| {
        let (name, _) = word.code.text.split_once('=').unwrap_or_default();
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let first = words.iter().find(|word| !is_assignment(word));
    let first = first.map_or("", |word| name_of(&word.code.text));
    if SPEAKING.contains(&first) {
        return;
    }
    for (number, word) in words.iter().enumerate() {
        let name = name_of(&word.code.text);
        let rest = words.get(number + 1..).unwrap_or_default();
        if is_python(name) {
            return python(name, rest, input, about, found);
        }
        if name == "eval" {
            let mut all = Code::default();
            for word in rest {
                all.append(&word.code);
                all.fill(" ");
            }
            return scripts::script_in(&all, about, depth, found);
        }
        if SHELLS.contains(&name) {
            let reads = rest.iter().all(|word| word.code.text.starts_with('-'));
            let script = shell_script(rest).map(|script| script.code.clone());
            if let Some(script) = script.or_else(|| input.filter(|_| reads)) {
                scripts::script_in(&script, about, depth, found);
            }
            return;
        }
        // One word that holds a command: `env -S "python -c …"`, `CMD-SHELL "python -c …"`.
        let holds = word.code.text.contains(char::is_whitespace);
        if number > 0 && holds && matches!(words.get(number - 1), Some(own) if is_splitting(own)) {
            scripts::script_in(&word.code, about, depth, found);
        }
    }
}

fn is_splitting(word: &Argument) -> bool {
    matches!(&*word.code.text, "-S" | "--split-string" | "-vS")
}

fn python(name: &str, rest: &[Argument], input: Option<Code>, about: &About, found: &mut Found) {
    let language = if name.starts_with("ipython") {
        Language::IPython
    } else {
        Language::Python
    };
    match takes(rest.iter().map(|word| word.code.text.as_str())) {
        Takes::Code(parts) => {
            for (number, from) in parts {
                if let Some(word) = rest.get(number) {
                    let code = word.program();
                    let end = code.text.len();
                    found.program(code.part(from..end), language, about);
                }
            }
        }
        Takes::Input => {
            if let Some(input) = input {
                found.program(input, language, about);
            }
        }
        Takes::Nothing => {}
    }
}

/// The script of `sh -c script`.
fn shell_script(words: &[Argument]) -> Option<&Argument> {
    let takes_script = |word: &Argument| {
        let word = &word.code.text;
        (word.starts_with('-') && !word.starts_with("--") && word.contains('c'))
            || word == "--command"
    };
    let at = words.iter().position(takes_script)?;
    words
        .iter()
        .skip(at + 1)
        .find(|word| !word.code.text.starts_with(['-', '+']))
}
