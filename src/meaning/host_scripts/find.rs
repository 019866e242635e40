//! The scripts of a folder.

use std::path::Path;

use super::HostScript;
use crate::input::{Tree, Walk};
use crate::meaning::remarks_in_host_script;
use crate::model::{Problem, ProblemKind, Remark, Sensitive, Span, TextId};
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
    for path in &walk.all {
        let Some(shell) = shell_of(path) else {
            continue;
        };
        let opened = tree.opened(path).map_or_else(|| tree.open_path(path), Ok);
        let text = match opened {
            Ok(text) => tree.texts().get(text),
            Err(why) => {
                let place = Span::start_of(tree.stand_in(path));
                found.problems.push(why.problem(place));
                continue;
            }
        };
        let script = HostScript::read(&tree.shown(path), &text, text.whole().range(), shell);
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

/// Who runs a file, by its name; `None` of most.
fn shell_of(path: &Path) -> Option<Shell> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "ps1" | "psm1" | "psd1" => Some(Shell::PowerShell),
        "cmd" | "bat" => Some(Shell::Cmd),
        _ => None,
    }
}
