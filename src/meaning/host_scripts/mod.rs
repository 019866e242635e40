//! Scripts that set a Windows host up: PowerShell and batch files, their commands as rules ask about
//! them.

mod find;
mod firewall;
mod line;
mod passwords;
mod registry;
mod transfers;

use std::ops::Range;

pub use find::{Found, find};
pub use firewall::{Opening, Ports, Remote, opening};
pub use line::{Line, Value};
pub use passwords::{Password, Way};
pub use registry::{Entry, entry};
pub use transfers::{Transfer, download, downloads_within, run_later};

use crate::meaning::fences;
use crate::model::{Sensitive, Span, Text, TextId};
use crate::syntax::command_lines;
use crate::syntax::host_script::{self, Script, Shell};

/// Scripts in scripts, so deep.
const DEEPEST: usize = 4;

/// So many commands of one file are looked at.
const MOST: usize = 50_000;

/// A script, with those that it hands to other shells.
pub struct HostScript {
    /// Its path, or that of the file it stands in, as reports show it.
    pub name: String,
    /// Whether it is an example in a document.
    pub in_document: bool,
    /// The passwords in it that stand on command lines.
    pub passwords: Vec<Password>,
    text: TextId,
    parts: Vec<(Shell, Script)>,
}

impl HostScript {
    /// Reads a text as a script.
    pub fn read(name: &str, text: &Text, shell: Shell) -> Self {
        let region = text.whole().range();
        Self::of(name, text.id(), text.content(), region, shell)
    }

    /// Reads bytes `region` of a text as a script; `whole` is what the text comes to.
    fn of(name: &str, text: TextId, whole: &str, region: Range<usize>, shell: Shell) -> Self {
        let content = whole.get(region.clone()).unwrap_or_default();
        let mut script = Self {
            name: name.to_owned(),
            in_document: false,
            passwords: Vec::new(),
            text,
            parts: Vec::new(),
        };
        let mut open = vec![(
            shell,
            host_script::parse(content, shell).moved(region.start),
            0,
        )];
        let mut count = 0;
        while let Some((shell, part, depth)) = open.pop() {
            count += part.commands.len();
            if depth < DEEPEST && count < MOST {
                let inner = part.commands.iter().filter_map(|command| {
                    let line = Line::new(&part, command, shell);
                    line.inner(whole)
                        .map(|(shell, own)| (shell, own, depth + 1))
                });
                let inner: Vec<_> = inner.collect();
                open.extend(inner);
            }
            script.parts.push((shell, part));
        }
        let found = script.lines().flat_map(|line| passwords::passwords(&line));
        let tables = script
            .parts
            .iter()
            .flat_map(|(_, own)| passwords::in_tables(own));
        let found: Vec<Password> = found.chain(tables).collect();
        script.passwords = found;
        script
    }

    /// The scripts in the blocks of a document.
    pub fn in_document(name: &str, text: &Text) -> Vec<Self> {
        let fences = fences::shell_fences(text.content()).into_iter();
        let fences = fences.filter_map(|fence| match fence.shell {
            command_lines::Shell::PowerShell => Some((fence.region, Shell::PowerShell)),
            command_lines::Shell::Cmd => Some((fence.region, Shell::Cmd)),
            command_lines::Shell::Posix => None,
        });
        let fences: Vec<(Range<usize>, Shell)> = fences.collect();
        let mut whole = text.content().to_owned();
        for (region, _) in &fences {
            let code = whole.get(region.clone()).unwrap_or_default();
            // It is as long as what it replaces.
            let code = fences::commands_alone(code, None);
            whole.replace_range(region.clone(), &code);
        }
        let scripts = fences.into_iter().map(|(region, shell)| {
            let script = Self::of(name, text.id(), &whole, region, shell);
            Self {
                in_document: true,
                ..script
            }
        });
        scripts.collect()
    }

    /// Its commands, in the order of each script in it.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.parts.iter().flat_map(|(shell, script)| {
            let commands = script.commands.iter();
            commands.map(move |command| Line::new(script, command, *shell))
        })
    }

    /// Where bytes of it stand.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.text, range.clone())
    }

    /// Where a bracket or a quote is open at its end.
    pub fn broken(&self) -> Option<Span> {
        let (_, script) = self.parts.first()?;
        script.broken.as_ref().map(|range| self.span(range))
    }

    /// What of it is never shown.
    pub fn secrets(&self) -> impl Iterator<Item = (Span, Sensitive)> {
        let found = self.passwords.iter();
        found.map(|own| (self.span(&own.range), own.value.clone()))
    }

    /// The script that the file is.
    fn own(&self) -> Option<&Script> {
        self.parts.first().map(|(_, script)| script)
    }
}
