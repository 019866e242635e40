//! The scripts of a folder.

use std::path::Path;

use super::HostScript;
use crate::input::{Raw, Tree, Walk, read_raw};
use crate::meaning::fences::shell_fences;
use crate::meaning::remarks_in_host_script;
use crate::model::{Problem, ProblemKind, Remark, Sensitive, Span, TextId};
use crate::syntax::command_lines;
use crate::syntax::host_script::Shell;

/// What of scripts was found.
#[derive(Default)]
pub struct Found {
    /// The scripts, in the order of their paths.
    pub all: Vec<HostScript>,
    /// What of them could not be read.
    pub problems: Vec<Problem>,
    /// What is never shown.
    pub secrets: Vec<(Span, Sensitive)>,
    /// Comments that speak to hulan.
    pub remarks: Vec<Remark>,
    /// Their texts.
    pub texts: Vec<TextId>,
}

/// Finds the scripts of PowerShell and `cmd`.
pub fn find(tree: &Tree<'_>, walk: &Walk) -> Found {
    let mut found = Found::default();
    let mut buffer = Vec::new();
    for path in &walk.all {
        let Some(kind) = kind_of(path) else {
            continue;
        };
        if kind == Kind::Document && !may_hold_scripts(path, &mut buffer) {
            continue;
        }
        let opened = tree.opened(path).map_or_else(|| tree.open_path(path), Ok);
        let text = match opened {
            Ok(text) => tree.texts().get(text),
            // What of documents cannot be read is said where all files are searched.
            Err(_) if kind == Kind::Document => continue,
            Err(why) => {
                let place = Span::start_of(tree.stand_in(path));
                found.problems.push(why.problem(place));
                continue;
            }
        };
        let shell = match kind {
            Kind::Script(shell) => shell,
            Kind::Document => {
                let scripts = HostScript::in_document(&tree.shown(path), &text);
                if !scripts.is_empty() {
                    found.texts.push(text.id());
                }
                found
                    .secrets
                    .extend(scripts.iter().flat_map(HostScript::secrets));
                found.all.extend(scripts);
                continue;
            }
        };
        let script = HostScript::read(&tree.shown(path), &text, shell);
        if let Some(place) = script.broken() {
            // What a quote holds that nothing closes, nobody knows.
            tree.texts().seal(text.id());
            found
                .problems
                .push(Problem::new(ProblemKind::InvalidScript, place));
        }
        if let Some(own) = script.own() {
            found
                .remarks
                .extend(remarks_in_host_script(&text, own, shell));
        }
        found.secrets.extend(script.secrets());
        found.texts.push(text.id());
        found.all.push(script);
    }
    found
}

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Script(Shell),
    /// It may hold scripts as examples.
    Document,
}

/// What a file is, by its name; `None` of most.
fn kind_of(path: &Path) -> Option<Kind> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "ps1" | "psm1" | "psd1" => Some(Kind::Script(Shell::PowerShell)),
        "cmd" | "bat" => Some(Kind::Script(Shell::Cmd)),
        "md" | "markdown" | "mdx" => Some(Kind::Document),
        _ => None,
    }
}

/// Whether a document has a block that one of the shells of Windows runs: most have none, and are not
/// read here.
fn may_hold_scripts(path: &Path, buffer: &mut Vec<u8>) -> bool {
    let Ok(Raw::Text(bytes)) = read_raw(path, buffer) else {
        return false;
    };
    let content = String::from_utf8_lossy(bytes);
    let fences = shell_fences(&content).into_iter();
    let mut shells = fences.map(|own| own.shell);
    shells.any(|shell| shell != command_lines::Shell::Posix)
}
