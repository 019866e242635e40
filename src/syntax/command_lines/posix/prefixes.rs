//! What stands before a command and only says how or whether it is run.

use crate::syntax::command_lines::Word;

/// Words of the shell's own grammar.
const KEYWORDS: [&str; 11] = [
    "then", "do", "else", "elif", "if", "while", "until", "!", "{", "time", "coproc",
];

/// A program that runs another one.
struct Runner {
    name: &'static str,
    /// Its short options that take the next word.
    takes: &'static str,
    /// Its long ones that do.
    long: &'static [&'static str],
    /// How many words follow its options before the command.
    words: usize,
}

const fn runner(name: &'static str, takes: &'static str, words: usize) -> Runner {
    Runner {
        name,
        takes,
        long: &[],
        words,
    }
}

const RUNNERS: [Runner; 15] = [
    Runner {
        name: "sudo",
        takes: "ugCDhpRrTt",
        long: &[
            "--user", "--group", "--chdir", "--host", "--prompt", "--chroot", "--role", "--type",
        ],
        words: 0,
    },
    runner("doas", "uC", 0),
    Runner {
        name: "env",
        takes: "uCS",
        long: &["--unset", "--chdir"],
        words: 0,
    },
    runner("exec", "a", 0),
    runner("command", "", 0),
    runner("builtin", "", 0),
    runner("nohup", "", 0),
    runner("setsid", "", 0),
    runner("winpty", "", 0),
    Runner {
        name: "nice",
        takes: "n",
        long: &["--adjustment"],
        words: 0,
    },
    runner("ionice", "cnpPu", 0),
    runner("stdbuf", "ioe", 0),
    Runner {
        name: "timeout",
        takes: "ks",
        long: &["--kill-after", "--signal"],
        words: 1,
    },
    runner("chroot", "", 1),
    runner("systemd-inhibit", "", 0),
];

/// The words from the program on.
pub(super) fn without(words: Vec<Word>) -> Vec<Word> {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let Some(text) = word.text() else { break };
        if !word.is_quoted && (KEYWORDS.contains(&&*text) || is_assignment(word)) {
            at += 1;
            continue;
        }
        let name = text.rsplit('/').next().unwrap_or_default();
        let Some(runner) = RUNNERS.iter().find(|own| own.name == name) else {
            break;
        };
        at += 1;
        while let Some(option) = words.get(at).and_then(Word::text) {
            if option == "--" {
                at += 1;
                break;
            }
            if !option.starts_with('-') || option.len() < 2 {
                break;
            }
            at += 1;
            let is_last = |letter: char| option.ends_with(letter);
            let takes = if option.starts_with("--") {
                runner.long.contains(&&*option)
            } else {
                runner.takes.chars().any(is_last)
            };
            at += usize::from(takes);
        }
        at += runner.words;
    }
    let mut words = words;
    words.drain(..at.min(words.len()));
    words
}

/// `NAME=value` before a command.
fn is_assignment(word: &Word) -> bool {
    let flat = word.flat();
    flat.split_once('=').is_some_and(|(name, _)| {
        let name = name.strip_suffix('+').unwrap_or(name);
        super::variables::is_name(name)
    })
}
