//! Which parts of a file are command lines, and of which shell.

use std::ops::Range;

use crate::meaning::fences;
use crate::model::{OffsetMap, Text};
use crate::syntax::command_lines::{CommandLine, Piece, Shell, Word, command_lines};
use crate::syntax::yaml::{Kind, NodeId, Yaml};

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A script of this shell.
    Script(Shell),
    /// A document with code in it.
    Markdown,
    /// The jobs of a server that builds and deploys.
    Jobs,
}

impl Form {
    /// The form of the file at `path`, which is written with `/`.
    pub(super) fn of(path: &str) -> Option<Self> {
        let path = path.to_ascii_lowercase();
        let name = path.rsplit('/').next().unwrap_or_default();
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        match end {
            "sh" | "bash" | "zsh" | "ksh" => return Some(Self::Script(Shell::Posix)),
            "ps1" | "psm1" => return Some(Self::Script(Shell::PowerShell)),
            "cmd" | "bat" => return Some(Self::Script(Shell::Cmd)),
            "md" | "markdown" | "mdx" => return Some(Self::Markdown),
            "yml" | "yaml" => {}
            _ => return None,
        }
        let stem = name.trim_start_matches('.');
        let is_jobs = stem.starts_with("gitlab-ci")
            || stem.contains(".gitlab-ci.")
            || stem.starts_with("azure-pipelines")
            || stem.starts_with("bitbucket-pipelines")
            || stem.starts_with("travis")
            || stem.starts_with("drone")
            || stem.starts_with("woodpecker")
            || path.contains(".github/workflows/")
            || path.contains(".github/actions/")
            || path.contains(".gitea/workflows/")
            || path.contains(".forgejo/workflows/")
            || path.contains(".woodpecker/")
            || path.contains(".circleci/");
        is_jobs.then_some(Self::Jobs)
    }
}

/// The command lines of a text. All ranges are bytes of it.
pub(super) fn lines(text: &Text, form: Form) -> Vec<CommandLine> {
    let content = text.content();
    match form {
        Form::Script(shell) => command_lines(content, 0..content.len(), shell),
        Form::Markdown => fences(content),
        Form::Jobs => jobs(text),
    }
}

/// The lines in the code of a Markdown document.
fn fences(content: &str) -> Vec<CommandLine> {
    let fences = fences::shell_fences(content).into_iter();
    let lines = fences.flat_map(|fence| fence_lines(content, fence.region, fence.shell));
    lines.collect()
}

/// The lines in one piece of code. The sign that hides the end of a line is often one of another
/// shell: the reader of a document knows what is meant.
fn fence_lines(content: &str, region: Range<usize>, shell: Shell) -> Vec<CommandLine> {
    let Some(code) = content.get(region.clone()) else {
        return Vec::new();
    };
    let hiding = |shell| match shell {
        Shell::Posix => '\\',
        Shell::PowerShell => '`',
        Shell::Cmd => '^',
    };
    let ends_with = |sign: char| {
        let mut lines = code.lines().map(str::trim_end);
        lines.any(|line| {
            line.strip_suffix(sign)
                .is_some_and(|rest| rest.ends_with(' '))
        })
    };
    // A path of a drive is no escape of a POSIX shell.
    let other = [Shell::PowerShell, Shell::Cmd]
        .into_iter()
        .find(|own| ends_with(hiding(*own)));
    let shell = match other {
        Some(other) if shell == Shell::Posix && !ends_with('\\') => other,
        _ => shell,
    };
    let copy = fences::commands_alone(code, Some(hiding(shell)));
    let mut lines = command_lines(&copy, 0..copy.len(), shell);
    for line in &mut lines {
        shift(line, |range| {
            region.start + range.start..region.start + range.end
        });
    }
    lines
}

/// Gives all places of a line others.
fn shift(line: &mut CommandLine, place: impl Fn(&Range<usize>) -> Range<usize>) {
    line.range = place(&line.range);
    for word in &mut line.words {
        shift_word(word, &place);
    }
}

fn shift_word(word: &mut Word, place: impl Fn(&Range<usize>) -> Range<usize>) {
    word.range = place(&word.range);
    for piece in &mut word.pieces {
        match piece {
            Piece::Literal { range, .. } | Piece::Unknown { range, .. } => *range = place(range),
            Piece::Assigned { range, value, .. } => {
                *range = place(range);
                *value = place(value);
            }
        }
    }
}

/// Keys whose values are scripts.
const KEYS: [&str; 13] = [
    "run",
    "script",
    "before_script",
    "after_script",
    "bash",
    "inlineScript",
    "command",
    "commands",
    "install",
    "before_install",
    "after_success",
    "before_deploy",
    "deploy",
];

/// The lines in the scripts of jobs.
fn jobs(text: &Text) -> Vec<CommandLine> {
    let yaml = Yaml::parse(text);
    let mut lines = Vec::new();
    for id in yaml.ids() {
        let Kind::Mapping(entries) = &yaml.node(id).kind else {
            continue;
        };
        let named = |name: &str| {
            let is_it = |key: NodeId| yaml.scalar(key).is_some_and(|own| &*own.value == name);
            entries
                .iter()
                .find(|entry| is_it(entry.key))
                .map(|entry| entry.value)
        };
        let other = named("shell").and_then(|shell| yaml.scalar(shell));
        let other = other.and_then(|shell| match &*shell.value {
            "pwsh" | "powershell" => Some(Shell::PowerShell),
            "cmd" => Some(Shell::Cmd),
            _ => None,
        });
        for key in KEYS {
            if let Some(value) = named(key) {
                scripts(&yaml, value, other.unwrap_or(Shell::Posix), &mut lines);
            }
        }
        for key in ["pwsh", "powershell"] {
            if let Some(value) = named(key) {
                scripts(&yaml, value, Shell::PowerShell, &mut lines);
            }
        }
    }
    // What an alias repeats is read where it is written.
    lines.sort_by_key(|line| line.range.start);
    lines.dedup_by(|a, b| a.range == b.range);
    lines
}

/// The lines of a script, or of the scripts in a list. Lists in lists are one list.
fn scripts(yaml: &Yaml, id: NodeId, shell: Shell, lines: &mut Vec<CommandLine>) {
    let mut open = vec![(id, 0)];
    while let Some((id, depth)) = open.pop() {
        match &yaml.node(id).kind {
            Kind::Scalar(scalar) => {
                let mut own = command_lines(&scalar.value, 0..scalar.value.len(), shell);
                let offsets = scalar.offsets();
                for line in &mut own {
                    shift(line, |range| outer(&offsets, range));
                }
                lines.append(&mut own);
            }
            Kind::Sequence(items) if depth < 3 => {
                open.extend(items.iter().map(|item| (*item, depth + 1)));
            }
            _ => {}
        }
    }
}

fn outer(offsets: &OffsetMap, range: &Range<usize>) -> Range<usize> {
    offsets.outer(range.clone()).unwrap_or(0..0)
}
