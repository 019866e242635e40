//! The steps of the making of an image, as builders note them:
//!
//! ```text
//! /bin/sh -c #(nop)  ENV A=b            (the old builder)
//! |1 TOKEN=x /bin/sh -c make            (the same, with build arguments)
//! ENV A=b                               (BuildKit)
//! RUN |1 TOKEN=x /bin/sh -c make # buildkit
//! ```

use crate::model::{Image, Step};

/// What a step does.
pub(super) enum Deed<'s> {
    /// `RUN`: build arguments, and the script.
    Run(Vec<(&'s str, &'s str)>, &'s str),
    /// `ENV` or `ARG`: names and values.
    Set(Vec<(&'s str, &'s str)>),
    /// `ADD` or `COPY`: what stands behind the word, flags first.
    Add(&'s str),
    /// `COPY`, the same.
    Copy(&'s str),
    /// Anything else.
    Other,
}

/// The steps of an image that are its own to change, first one first.
pub(super) fn deeds(image: &Image) -> impl Iterator<Item = (&Step, Deed<'_>)> {
    let steps = image.history.iter().rev();
    steps.map(|step| (step, deed(step.command.expose())))
}

/// What a step does, by its note.
pub(super) fn deed(note: &str) -> Deed<'_> {
    let note = note.trim();
    let note = note.strip_suffix("# buildkit").unwrap_or(note).trim_end();
    let shells = ["/bin/sh -c", "/bin/bash -c"];
    let nothing = shells.iter().find_map(|shell| {
        let rest = note.strip_prefix(shell)?.trim_start();
        rest.strip_prefix("#(nop)")
    });
    let line = nothing.unwrap_or(note).trim_start();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim_start();
    match word {
        "ENV" | "ARG" => Deed::Set(pairs(rest)),
        "ADD" => Deed::Add(rest),
        "COPY" => Deed::Copy(rest),
        "RUN" => run(rest),
        _ if nothing.is_some() || is_instruction(word) => Deed::Other,
        _ => run(line),
    }
}

fn is_instruction(word: &str) -> bool {
    let others = [
        "CMD",
        "ENTRYPOINT",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "MAINTAINER",
        "ONBUILD",
        "SHELL",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    ];
    others.contains(&word)
}

fn run(line: &str) -> Deed<'_> {
    let count = line.strip_prefix('|').and_then(|rest| {
        let (count, rest) = rest.split_once(' ')?;
        Some((count.parse::<usize>().ok()?, rest))
    });
    let (given, script) = match count {
        Some((0, rest)) => (Vec::new(), rest),
        Some((_, rest)) => {
            // The shell ends the arguments, whose values may have blanks in them.
            let end = rest.find(" /").unwrap_or(rest.len());
            let (given, script) = rest.split_at(end);
            (pairs(given), script)
        }
        None => (Vec::new(), line),
    };
    Deed::Run(given, script.trim_start())
}

/// `A=b C=d e`: each name with all up to the next one.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let name = word.split_once('=').map_or("", |(name, _)| name);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if !name.is_empty() && name.chars().all(is_name) {
            starts.push((at, name));
        }
        at += word.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start);
    let ends = ends.chain([text.len()]);
    let found = starts.iter().zip(ends).filter_map(|((start, name), end)| {
        let value = text.get(start + name.len() + 1..end)?.trim();
        Some((*name, value.trim_matches('"')))
    });
    found.collect()
}

/// A command of a script.
pub(super) struct Ran<'s> {
    /// Whether it reads what the one before it writes.
    pub(super) is_piped: bool,
    /// Its words, without quotes and brackets around them.
    pub(super) words: Vec<&'s str>,
}

/// The commands of a script: what stands between `&&`, `||`, `;`, `|` and line ends.
pub(super) fn commands(script: &str) -> Vec<Ran<'_>> {
    let shells = [
        "/bin/bash -o pipefail -c",
        "/bin/bash -c",
        "/bin/ash -c",
        "/bin/sh -c",
    ];
    let mut shells = shells.iter();
    let script = shells
        .find_map(|shell| script.strip_prefix(shell))
        .unwrap_or(script);
    let is_sign = |c: char| matches!(c, '&' | ';' | '|' | '\n');
    let mut commands = Vec::new();
    let mut is_piped = false;
    for piece in script.split_inclusive(is_sign) {
        let text = piece.trim_end_matches(is_sign);
        let words = text.split_whitespace();
        let words = words.map(|word| word.trim_matches(['"', '\'', '(', ')', '{', '}']));
        let words: Vec<&str> = words.filter(|word| !matches!(*word, "" | "\\")).collect();
        let has_words = !words.is_empty();
        if has_words {
            commands.push(Ran { is_piped, words });
        }
        // Of `||` the second sign follows no word.
        is_piped = piece.ends_with('|') && has_words;
    }
    commands
}

impl Ran<'_> {
    /// The program, without its folder, and behind what only changes how it is run.
    pub(super) fn program(&self) -> &str {
        self.own_words()
            .first()
            .map_or("", |word| word.rsplit('/').next().unwrap_or(word))
    }

    /// The words from the program on.
    pub(super) fn own_words(&self) -> &[&str] {
        let is_before = |word: &&str| {
            let known = [
                "sudo", "env", "exec", "time", "nice", "then", "do", "else", "if", "!",
            ];
            known.contains(word) || word.starts_with('-') || word.contains('=')
        };
        let skipped = self.words.iter().take_while(|word| is_before(word)).count();
        self.words.get(skipped..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_all_builders_are_read() {
        let set = |note| match deed(note) {
            Deed::Set(pairs) => pairs,
            _ => Vec::new(),
        };
        assert_eq!(
            set("/bin/sh -c #(nop)  ENV A=b c D=e"),
            [("A", "b c"), ("D", "e")]
        );
        assert_eq!(set("ENV A=b"), [("A", "b")]);
        assert_eq!(set("ARG TOKEN=x"), [("TOKEN", "x")]);
        assert!(set("ARG TOKEN").is_empty());
        for note in [
            "|1 TOKEN=x y /bin/sh -c make",
            "RUN |1 TOKEN=x y /bin/sh -c make # buildkit",
        ] {
            let Deed::Run(given, script) = deed(note) else {
                panic!("{note}");
            };
            assert_eq!(given, [("TOKEN", "x y")]);
            assert_eq!(script, "/bin/sh -c make");
        }
        assert!(matches!(
            deed("ADD https://x.example/a /a # buildkit"),
            Deed::Add("https://x.example/a /a")
        ));
        assert!(matches!(
            deed("/bin/sh -c #(nop) ADD file:0a in / "),
            Deed::Add("file:0a in /")
        ));
        assert!(matches!(
            deed("/bin/sh -c #(nop)  CMD [\"sh\"]"),
            Deed::Other
        ));
        assert!(matches!(deed("WORKDIR /app"), Deed::Other));
        assert!(matches!(deed(""), Deed::Run(..)));
    }

    #[test]
    fn scripts_are_taken_apart() {
        let all = commands(
            "/bin/sh -c apt-get update && (curl -fsSL x | sudo bash -) || true; /usr/bin/id",
        );
        let programs: Vec<(bool, &str)> = all
            .iter()
            .map(|own| (own.is_piped, own.program()))
            .collect();
        assert_eq!(
            programs,
            [
                (false, "apt-get"),
                (false, "curl"),
                (true, "bash"),
                (false, "true"),
                (false, "id")
            ]
        );
    }
}
