//! Containers that command lines start, beside the projects of Compose.

use std::path::Path;

use super::{Request, Syntax};
use crate::input::{Tree, Walk};
use crate::meaning::run_lines;
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

/// Adds the containers of command lines to a deployment, behind all other projects.
pub(super) fn add(
    (tree, root, walk): (&Tree<'_>, &Path, &Walk),
    request: &Request,
    deployment: &mut Deployment,
    syntax: &mut Vec<Syntax>,
) -> OfLines {
    let mut left = OfLines::default();
    // Whoever says what is deployed says it of everything.
    if !request.declared.is_empty()
        || !request.asks(|check| matches!(check, Check::Container(_) | Check::Secret(_)))
    {
        return left;
    }
    for mut lines in run_lines::find(tree, root, walk) {
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
