//! Which projects a tree holds: what Compose would start from each folder, what is declared, and
//! the compose files that are neither a project's part nor one that Compose looks for.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::load::{Loaded, Purpose, load};
use super::select::Selection;
use super::{Declared, Supply};
use crate::input::{
    FOUND_BY_COMPOSE, Found, Kind, Tree, Unopened, Walk, is_compose_text, is_misspelt,
};
use crate::model::{Arg, Problem, ProblemKind, Project, Span};

/// What a tree holds.
#[derive(Default)]
pub struct Discovered {
    /// The projects, in the order of their paths.
    pub projects: Vec<Loaded>,
    /// Problems of files that belong to no project.
    pub problems: Vec<Problem>,
    /// How many compose files are no part of what is declared.
    pub undeclared: usize,
    /// How many files only their contents show to be compose files.
    pub shaped: usize,
}

/// What one file turned out to be.
enum Outcome {
    /// A project, and whether only the contents of its file show it.
    Project(Box<Loaded>, bool),
    Problem(Problem),
    Nothing,
}

/// Loads the projects that a walk came upon, with those that are `started` by name; with `declared`
/// ones those alone.
pub fn discover(
    tree: &Tree<'_>,
    walk: &Walk,
    supply: &Supply,
    declared: &[Declared],
    started: &[Declared],
) -> Discovered {
    let mut discovered = Discovered::default();
    if declared.is_empty() {
        let folders = folders(tree, walk);
        discovered.projects = each(folders.into_iter().collect(), |folder| {
            load(tree, &Selection::Folder(folder), supply, Purpose::Judge)
        });
        let started = each(started.iter().collect(), |own| own.load_found(tree, supply));
        // Where it is written down how files are started, the folder alone is not what starts.
        let main = |own: &Loaded| own.parts.first().cloned();
        let mains: HashSet<PathBuf> = started.iter().filter_map(main).collect();
        let is_other = |own: &Loaded| main(own).is_none_or(|main| !mains.contains(&main));
        discovered.projects.retain(is_other);
        discovered.projects.extend(started);
    } else {
        discovered.projects = each(declared.iter().collect(), |own| own.load(tree, supply));
    }
    let parts = discovered.projects.iter().flat_map(|own| own.parts.iter());
    let parts: HashSet<PathBuf> = parts.cloned().collect();
    let others = walk.found.iter();
    let others = others.filter(|found| !parts.contains(&found.path));
    let outcomes = each(others.collect(), |found| {
        file(tree, found, walk, supply, declared.is_empty())
    });
    for outcome in outcomes {
        match outcome {
            Outcome::Project(loaded, shaped) => {
                discovered.shaped += usize::from(shaped);
                if declared.is_empty() {
                    discovered.projects.push(*loaded);
                } else {
                    discovered.undeclared += 1;
                }
            }
            Outcome::Problem(problem) => discovered.problems.push(problem),
            Outcome::Nothing => {}
        }
    }
    if declared.is_empty() {
        drop_parts(&mut discovered.projects);
        discovered
            .projects
            .sort_by(|a, b| a.parts.first().cmp(&b.parts.first()));
    }
    discovered
}

/// What `make` makes of each, in parallel where there is more than one: threads are not free.
fn each<T: Send, R: Send>(all: Vec<T>, make: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if all.len() > 1 {
        all.into_par_iter().map(make).collect()
    } else {
        all.into_iter().map(make).collect()
    }
}

/// The folders from which Compose would start something without being told what.
fn folders(tree: &Tree<'_>, walk: &Walk) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    let mut asked = HashSet::new();
    for found in &walk.found {
        // A file that is named is what the user asks for, as with `docker compose -f`.
        if found.is_named || leads_elsewhere(tree, found) {
            continue;
        }
        let name = found.path.file_name().unwrap_or_default();
        let Some(folder) = found.path.parent() else {
            continue;
        };
        if FOUND_BY_COMPOSE.iter().any(|own| name == *own) {
            let chosen = FOUND_BY_COMPOSE.iter().map(|own| folder.join(own));
            let chosen = chosen.into_iter().find(|path| path.exists());
            if chosen.is_some_and(|path| path == found.path) {
                folders.insert(folder.to_path_buf());
            }
        } else if asked.insert(folder) && names_files(tree, folder) {
            folders.insert(folder.to_path_buf());
        }
    }
    folders
}

/// Whether the `.env` of a folder says which files Compose takes.
fn names_files(tree: &Tree<'_>, folder: &Path) -> bool {
    let path = folder.join(".env");
    if !path.is_file() {
        return false;
    }
    let Ok(text) = tree.open_path(&path) else {
        return false;
    };
    let text = tree.texts().get(text);
    text.content().contains("COMPOSE_FILE")
}

/// A link that leads somewhere inside is walked there; one that leads nowhere matters where Compose
/// would look for it.
fn leads_elsewhere(tree: &Tree<'_>, found: &Found) -> bool {
    let leads_nowhere = found.is_link && !found.path.exists();
    let is_walked = found.is_link && !leads_nowhere && !tree.is_outside(&found.path);
    is_walked || (leads_nowhere && found.kind == Kind::Yaml)
}

fn file(tree: &Tree<'_>, found: &Found, walk: &Walk, supply: &Supply, is_judged: bool) -> Outcome {
    let path = &found.path;
    if leads_elsewhere(tree, found) {
        return Outcome::Nothing;
    }
    let text = match tree.open_path(path) {
        Ok(text) => text,
        Err(reason) => return Outcome::Problem(unopened(tree, path, reason)),
    };
    let is_compose = match found.kind {
        Kind::Compose => true,
        Kind::ComposeOverride if is_judged => {
            // An override without the file that it overrides is nothing that Compose starts.
            let problem = Problem::new(ProblemKind::NotFollowed, Span::start_of(text));
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            return Outcome::Problem(problem.with("what", Arg::Name(name.into_owned())));
        }
        Kind::ComposeOverride => false,
        _ => is_compose_text(tree.texts().get(text).content()),
    };
    if !is_compose {
        return Outcome::Nothing;
    }
    let selection = Selection::Files {
        files: vec![path.clone()],
        folder: None,
    };
    let mut loaded = load(tree, &selection, supply, Purpose::Judge);
    if is_not_found_by_compose(found, walk, &loaded.project) {
        let problem = Problem::new(ProblemKind::UnfoundComposeName, Span::start_of(text));
        let shown = Arg::Name(tree.shown(path));
        loaded.project.problems.push(problem.with("path", shown));
    }
    Outcome::Project(Box::new(loaded), found.kind == Kind::Yaml)
}

/// Whether a compose file has a name that Compose does not look for, and nobody is likely to give
/// it by name: a misspelt one, or one that says nothing of Compose where no other file does.
fn is_not_found_by_compose(found: &Found, walk: &Walk, project: &Project) -> bool {
    let name = found.path.file_name().unwrap_or_default().to_string_lossy();
    if found.is_named || is_misspelt(&name) {
        return !found.is_named;
    }
    let is_whole = !project.problems.iter().any(|problem| problem.kind.is_gap());
    let is_compose = is_whole && !project.containers.is_empty();
    let folder = found.path.parent();
    let has_other = walk.found.iter().any(|other| {
        let name = other.path.file_name().unwrap_or_default();
        other.path.parent() == folder && FOUND_BY_COMPOSE.iter().any(|known| name == *known)
    });
    found.kind == Kind::Yaml && is_compose && !has_other
}

/// Takes away the projects whose main file is a part of another one.
fn drop_parts(projects: &mut Vec<Loaded>) {
    let main = |project: &Loaded| project.parts.first().cloned();
    let mut inner: HashSet<PathBuf> = HashSet::new();
    for project in projects.iter() {
        let own = main(project);
        for part in project.parts.iter().skip(1) {
            // Two that name each other are refused by Compose: both stay, and say so.
            let back = projects.iter().any(|other| {
                main(other).as_ref() == Some(part)
                    && own.as_ref().is_some_and(|own| other.parts.contains(own))
            });
            if !back {
                inner.insert(part.clone());
            }
        }
    }
    projects.retain(|project| main(project).is_none_or(|main| !inner.contains(&main)));
}

/// The problem of a file that could not be opened.
pub fn unopened(tree: &Tree<'_>, path: &Path, reason: Unopened) -> Problem {
    let place = Span::start_of(tree.stand_in(path));
    reason
        .problem(place)
        .with("path", Arg::Name(tree.shown(path)))
}
