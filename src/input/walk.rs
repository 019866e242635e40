//! Finding the files below the given paths.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::PathSet;
use super::classify::{Kind, classify, is_python_script};

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

/// So many bytes of a file tell what runs it.
const FIRST_LINE: usize = 128;

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
    /// Files worth reading for what Compose makes of them, in the order of their paths, each once.
    pub found: Vec<Found>,
    /// Files that are part of a deployment and are not read for themselves: env files, Python,
    /// notebooks, packages, keys, Dockerfiles. Regular files only, in the order of their paths, each once.
    pub others: Vec<Found>,
    /// All regular files, whatever they are, in the order of their paths, each once.
    pub all: Vec<PathBuf>,
    /// Paths that could not be entered.
    pub failed: Vec<PathBuf>,
}

/// How many files of each kind were found, read or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Compose files and overrides, by their names or by their shape.
    pub compose: usize,
    /// Env files by their names, templates among them.
    pub env: usize,
    /// Python files, stubs among them.
    pub python: usize,
    /// Jupyter notebooks.
    pub notebooks: usize,
    /// Packages of Dify plugins.
    pub packages: usize,
}

impl Walk {
    /// Counts, `shaped` being the compose files that only their contents tell.
    pub fn counts(&self, shaped: usize) -> Counts {
        let among = |files: &[Found], kinds: &[Kind]| {
            let counted = files.iter().filter(|found| kinds.contains(&found.kind));
            counted.count()
        };
        let others = |kind| among(&self.others, &[kind]);
        Counts {
            compose: shaped + among(&self.found, &[Kind::Compose, Kind::ComposeOverride]),
            env: others(Kind::Env),
            python: others(Kind::Python),
            notebooks: others(Kind::Notebook),
            packages: others(Kind::Package),
        }
    }
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
                Ok(entry) => walk.note(&entry),
                Err(error) => walk
                    .failed
                    .push(error.path().map_or_else(|| path.clone(), Path::to_path_buf)),
            }
        }
    }
    // Of the same file the one that was named comes first and stays.
    for files in [&mut walk.found, &mut walk.others] {
        files.sort_by(|a, b| a.path.cmp(&b.path).then(b.is_named.cmp(&a.is_named)));
        files.dedup_by(|a, b| a.path == b.path);
    }
    walk.all.sort();
    walk.all.dedup();
    walk
}

fn is_entered(entry: &DirEntry, exclude: &[PathSet]) -> bool {
    if exclude.iter().any(|set| set.matches(entry.path())) {
        return false;
    }
    let skipped = SKIPPED.iter().any(|name| entry.file_name() == *name);
    entry.depth() == 0 || !(skipped && entry.file_type().is_dir())
}

impl Walk {
    fn note(&mut self, entry: &DirEntry) {
        let is_named = entry.depth() == 0;
        let is_link = entry.path_is_symlink() && !is_named;
        if !entry.file_type().is_file() && !is_link {
            return;
        }
        if !is_link {
            self.all.push(entry.path().to_path_buf());
        }
        let found = |kind| Found {
            path: entry.path().to_path_buf(),
            kind,
            is_named,
            is_link,
        };
        let kind = match classify(&entry.file_name().to_string_lossy()) {
            Kind::Other if !is_link && is_script(entry) => Kind::Python,
            kind => kind,
        };
        match kind {
            Kind::Compose | Kind::ComposeOverride | Kind::Yaml => self.found.push(found(kind)),
            Kind::Other => {}
            kind if !is_link => self.others.push(found(kind)),
            _ => {}
        }
        // Whoever names a file knows what it is, whatever it is called.
        if is_named && matches!(kind, Kind::Env | Kind::Key | Kind::Dockerfile | Kind::Other) {
            self.found.push(found(Kind::Yaml));
        }
    }
}

/// Whether a file without an extension is Python by its first line. Of all others not a byte is
/// read here.
fn is_script(entry: &DirEntry) -> bool {
    if entry.file_name().as_encoded_bytes().contains(&b'.') {
        return false;
    }
    let mut start = [0; FIRST_LINE];
    let read = File::open(entry.path()).and_then(|mut file| file.read(&mut start));
    let start = read.ok().and_then(|length| start.get(..length));
    start.is_some_and(is_python_script)
}
