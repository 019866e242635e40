//! Finding the files below the given paths.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::PathSet;
use super::classify::{Kind, classify};

/// Folders whose contents are not the deployment, unless they are named themselves.
const SKIPPED: [&str; 8] = [
    ".git",
    "node_modules",
    ".venv",
    "venv",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".tox",
];

/// Deepest folder that is entered, counted from a given path.
const DEEPEST: usize = 64;

/// A file worth reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// What its name says.
    pub kind: Kind,
    /// Whether the user named it, rather than a folder above it.
    pub is_named: bool,
    /// Whether it is a link.
    pub is_link: bool,
}

/// What a walk came upon.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files worth reading, in the order of their paths, each once.
    pub found: Vec<Found>,
    /// Paths that could not be entered.
    pub failed: Vec<PathBuf>,
}

/// Walks `paths` without what `exclude` has. A file that is named itself is read whatever it is
/// called.
pub fn walk(paths: &[PathBuf], exclude: &[PathSet]) -> Walk {
    let mut walk = Walk::default();
    for path in paths {
        let entries = WalkDir::new(path)
            .follow_root_links(true)
            .max_depth(DEEPEST)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| is_entered(entry, exclude));
        for entry in entries {
            match entry {
                Ok(entry) => walk.found.extend(worth_reading(&entry)),
                Err(error) => walk
                    .failed
                    .push(error.path().map_or_else(|| path.clone(), Path::to_path_buf)),
            }
        }
    }
    // Of the same file the one that was named comes first and stays.
    walk.found
        .sort_by(|a, b| a.path.cmp(&b.path).then(b.is_named.cmp(&a.is_named)));
    walk.found.dedup_by(|a, b| a.path == b.path);
    walk
}

fn is_entered(entry: &DirEntry, exclude: &[PathSet]) -> bool {
    if exclude.iter().any(|set| set.matches(entry.path())) {
        return false;
    }
    let skipped = SKIPPED.iter().any(|name| entry.file_name() == *name);
    entry.depth() == 0 || !(skipped && entry.file_type().is_dir())
}

fn worth_reading(entry: &DirEntry) -> Option<Found> {
    let kind = classify(&entry.file_name().to_string_lossy());
    let named = entry.depth() == 0;
    let is_link = entry.path_is_symlink() && !named;
    let is_file = entry.file_type().is_file() || is_link;
    let kind = match kind {
        Kind::Other if named => Kind::Yaml,
        kind => kind,
    };
    (is_file && kind != Kind::Other).then(|| Found {
        path: entry.path().to_path_buf(),
        kind,
        is_named: named,
        is_link,
    })
}
