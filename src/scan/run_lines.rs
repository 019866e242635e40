//! What command lines start: containers beside the projects of Compose, and compose files together.

use std::path::Path;

use super::{Request, Syntax};
use crate::compose::Declared;
use crate::input::{Tree, Walk};
use crate::meaning::run_lines::{self, Script};
use crate::model::{Deployment, NotAnalysed, Sensitive, Span, TextId};
use crate::rules::Check;

/// What lines leave for later.
#[derive(Default)]
pub(super) struct OfLines {
    /// What only the shell knows.
    pub(super) unknown: Vec<NotAnalysed>,
    /// What is never shown.
    pub(super) secrets: Vec<(Span, Sensitive)>,
    /// The files that hold lines.
    pub(super) texts: Vec<TextId>,
}

/// The files that hold command lines. Whoever says what is deployed says it of everything.
pub(super) fn scripts(tree: &Tree<'_>, walk: &Walk, request: &Request) -> Vec<Script> {
    if request.declared.is_empty() {
        run_lines::scripts(tree, walk)
    } else {
        Vec::new()
    }
}

/// The compose files that lines put together, as deployments.
pub(super) fn started(scripts: &[Script], tree: &Tree<'_>, root: &Path) -> Vec<Declared> {
    let sets = run_lines::together(scripts, tree, root).into_iter();
    let declared = sets.map(|own| Declared {
        name: None,
        files: own.files,
        folder: own.folder,
        env_files: own.env_files,
        profiles: own.profiles,
    });
    declared.collect()
}

/// Adds the containers of command lines to a deployment, behind all other projects.
pub(super) fn add(
    scripts: &[Script],
    (tree, root): (&Tree<'_>, &Path),
    request: &Request,
    deployment: &mut Deployment,
    syntax: &mut Vec<Syntax>,
) -> OfLines {
    let mut left = OfLines::default();
    if !request.asks(|check| matches!(check, Check::Container(_) | Check::Secret(_))) {
        return left;
    }
    for mut lines in run_lines::containers(scripts, tree, root) {
        left.unknown.append(&mut lines.unknown);
        left.secrets.append(&mut lines.secrets);
        left.texts.push(lines.project.file);
        deployment.projects.push(lines.project);
        syntax.push(Syntax {
            yamls: Vec::new(),
            env_files: lines.env_files,
        });
    }
    left
}
