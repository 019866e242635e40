//! What a server sends is run at once.

use crate::meaning::dockerfile::{Command, Dockerfile, Word};
use crate::rules::{Around, Out, builds};

/// Fails for each download that a shell or an interpreter reads, through a pipe or as an argument.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in &file.steps {
        let mut source: Option<(&Command, &Word)> = None;
        for command in &step.commands {
            let fetched = address(command).map(|word| (command, word));
            if let Some((fetcher, word)) = source.filter(|_| runs(command)) {
                let host = builds::host_of(&word.text);
                let fail = builds::word("default", file, fetcher, word).role(host);
                out.fail(fail.arg("host", host).arg("program", command.name()));
            }
            source = match (command.is_piped, fetched, source) {
                (true, Some(own), _) => Some(own),
                (true, None, before) => before,
                (false, ..) => None,
            };
        }
        // `bash -c "$(curl …)"`, `bash <(curl …)`: the inner command stands behind the outer one.
        let mut outer: Option<&Command> = None;
        for command in &step.commands {
            if let Some(outer) = outer
                && let Some(word) = address(command)
                && outer.arguments().iter().any(|own| {
                    own.range.start <= word.range.start
                        && word.range.end <= own.range.end
                        && own.text.contains("$(")
                })
            {
                let host = builds::host_of(&word.text);
                let fail = builds::word("default", file, command, word).role(host);
                out.fail(fail.arg("host", host).arg("program", outer.name()));
            }
            if runs(command) || matches!(command.name(), "eval" | "source" | ".") {
                outer = Some(command);
            }
        }
    }
}

/// What a command fetches and prints.
fn address(command: &Command) -> Option<&Word> {
    let fetches = builds::FETCHERS.contains(&command.name());
    let mut words = command.arguments().iter().filter(|_| fetches);
    words.find(|word| {
        let text = word.text.as_str();
        text.starts_with("https://") || text.starts_with("http://") || text.starts_with("ftp://")
    })
}

/// Whether a program runs what it reads.
fn runs(command: &Command) -> bool {
    let name = command
        .name()
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_runner = matches!(
        name,
        "sh" | "bash"
            | "dash"
            | "ash"
            | "zsh"
            | "ksh"
            | "python"
            | "perl"
            | "ruby"
            | "node"
            | "php"
            | "iex"
            | "Invoke-Expression"
    );
    // `python -m json.tool`, `perl -pe …`, `node -e …`: these read data.
    let is_shell = matches!(
        name,
        "sh" | "bash" | "dash" | "ash" | "zsh" | "ksh" | "iex" | "Invoke-Expression"
    );
    let reads_data = command.arguments().iter().any(|word| {
        matches!(
            word.text.as_str(),
            "-m" | "-c" | "-e" | "-ne" | "-pe" | "-p" | "-n" | "-r"
        )
    });
    is_runner && (is_shell || !reads_data)
}
