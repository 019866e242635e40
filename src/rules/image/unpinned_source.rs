//! Source code that may be another one at the next build.

use crate::meaning::dockerfile::{Command, Dockerfile, Step, Word};
use crate::model::Severity;
use crate::rules::{Around, Out, builds};

/// Fails for each repository that is taken as it is at the moment of the build.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for (step, command) in file.commands() {
        if let Some(word) = source(step, command) {
            let host = builds::host_of(word.text.trim_start_matches("git+"));
            let fail = builds::word("default", file, command, word);
            let fail = fail
                .role(format!("RUN {} {host}", command.name()))
                .arg("program", command.name());
            // A release can be moved, but hardly anybody does.
            out.fail(if names_release(command, word) {
                fail.at_most(Severity::Low)
            } else {
                fail
            });
        }
    }
}

fn source<'c>(step: &Step, command: &'c Command) -> Option<&'c Word> {
    let name = command
        .name()
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    match name {
        "git" if command.argument(&["clone"]).is_some() => {
            let is_remote =
                |word: &&Word| word.text.contains("://") || word.text.starts_with("git@");
            let address = command.operands().find(is_remote)?;
            let pins = |other: &Command| {
                other.name() == "git"
                    && other
                        .argument(&["checkout", "reset", "fetch", "switch"])
                        .is_some()
                    && other
                        .operands()
                        .any(|word| is_commit(&word.text) || !word.is_known)
            };
            let revision = command.value(&["--revision"]);
            let is_pinned = step.commands.iter().any(pins)
                || revision
                    .is_some_and(|word| is_commit(word.text.rsplit('=').next().unwrap_or("")));
            (!is_pinned).then_some(address)
        }
        "pip" | "pipx" | "uv" => command.operands().find(|word| {
            let address = word.text.split_once("git+").map(|(_, rest)| rest);
            address.is_some_and(|address| {
                let after = address.split("://").nth(1).unwrap_or_default();
                let path = after.split_once('/').map_or("", |(_, path)| path);
                let revision = path.split_once('@').map_or("", |(_, rest)| rest);
                let revision = revision.split(['#', '&']).next().unwrap_or_default();
                !is_commit(revision) && !revision.starts_with('$')
            })
        }),
        "npm" | "yarn" | "pnpm" => command.operands().find(|word| {
            let is_git = ["github:", "git+", "git://", "gitlab:", "bitbucket:"]
                .iter()
                .any(|start| word.text.starts_with(start));
            is_git && !is_commit(word.text.rsplit('#').next().unwrap_or_default())
        }),
        "go" if command.argument(&["install", "get"]).is_some() => {
            let moves = ["@latest", "@master", "@main", "@HEAD"];
            let mut words = command.operands();
            words.find(|word| moves.iter().any(|end| word.text.ends_with(end)))
        }
        "cargo" if command.argument(&["install"]).is_some() => {
            let has_pin = command.flag(&["--rev", "--tag"]).is_some();
            command.value(&["--git"]).filter(|_| !has_pin)
        }
        _ => None,
    }
}

/// Whether a release is named: `--branch v1.2`, `…@1.2`, `--tag`.
fn names_release(command: &Command, word: &Word) -> bool {
    let is_version = |name: &str| {
        let digits = name.strip_prefix('v').unwrap_or(name);
        digits.starts_with(|c: char| c.is_ascii_digit()) && digits.contains('.')
    };
    let branch = command.value(&["--branch", "-b", "--tag"]);
    let branch = branch.map(|word| word.text.rsplit('=').next().unwrap_or_default());
    let behind = word.text.rsplit(['@', '#']).next().unwrap_or_default();
    branch.is_some_and(is_version) || is_version(behind)
}

/// A whole Git hash, or one long enough that nobody makes another.
fn is_commit(name: &str) -> bool {
    (12..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}
