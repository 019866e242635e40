//! Opening files of the scanned tree, each once.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::LARGEST_FILE;
use super::decode::decode;
use crate::model::{Arg, Decoded, Problem, ProblemKind, Span, TextId, Texts};

/// The tree below the scan root.
pub struct Tree<'a> {
    texts: &'a Texts,
    root: PathBuf,
    real_root: PathBuf,
    allow_outside: bool,
    allowed: Vec<PathBuf>,
    layers: Layers,
    opened: Mutex<HashMap<PathBuf, Result<TextId, Unopened>>>,
    files: AtomicU64,
    bytes: AtomicU64,
}

/// What is taken to stand on the disk beside what does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers {
    /// Lines after the end of files, which need not be there, by their absolute paths.
    pub added: BTreeMap<PathBuf, String>,
    /// Compose files that are laid over others, by the first file of each project.
    pub over: BTreeMap<PathBuf, PathBuf>,
}

/// Why a file was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// It is not there.
    Missing,
    /// It is no regular file, or the system refuses.
    Unreadable,
    /// It is larger than [`LARGEST_FILE`].
    TooLarge,
    /// It is no text.
    Undecodable,
    /// It lies outside of the scan root.
    Outside,
}

impl Unopened {
    /// The problem that this is, at the place which names the file.
    pub fn problem(self, span: Span) -> Problem {
        let kind = match self {
            Self::Missing | Self::Unreadable => ProblemKind::Unreadable,
            Self::TooLarge => ProblemKind::LimitExceeded,
            Self::Undecodable => ProblemKind::Undecodable,
            Self::Outside => ProblemKind::OutsideTree,
        };
        let problem = Problem::new(kind, span);
        match self {
            Self::TooLarge => problem.with("detail", Arg::Text("limit.file-size")),
            _ => problem,
        }
    }
}

impl<'a> Tree<'a> {
    /// A tree below the absolute path `root`, whose texts go to `texts`.
    pub fn new(texts: &'a Texts, root: &Path, allow_outside: bool) -> Self {
        Self {
            texts,
            root: root.to_path_buf(),
            real_root: fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf()),
            allow_outside,
            allowed: Vec::new(),
            layers: Layers::default(),
            opened: Mutex::default(),
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    /// Allows files outside of the root that the user named, by their absolute paths.
    #[must_use]
    pub fn allow(mut self, files: &[PathBuf]) -> Self {
        self.allowed.extend_from_slice(files);
        self
    }

    /// Takes something to stand on the disk that does not.
    #[must_use]
    pub fn lay(mut self, layers: Layers) -> Self {
        self.layers = layers;
        self
    }

    /// The compose file that is laid over the project which begins with the file `first`.
    pub fn over(&self, first: &Path) -> Option<&Path> {
        self.layers.over.get(first).map(PathBuf::as_path)
    }

    /// The files read so far as reports show them, sorted.
    pub fn read_files(&self) -> Vec<String> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let read = opened.iter().filter(|(_, result)| result.is_ok());
        let mut files: Vec<String> = read.map(|(path, _)| self.shown(path)).collect();
        files.sort();
        files
    }

    /// The texts of the scan.
    pub fn texts(&self) -> &'a Texts {
        self.texts
    }

    /// Files and bytes read so far.
    pub fn counts(&self) -> (u64, u64) {
        (
            self.files.load(Ordering::Relaxed),
            self.bytes.load(Ordering::Relaxed),
        )
    }

    /// The path as reports show it: relative to the root, with `/`; the root itself as `.`.
    pub fn shown(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<String> = relative
            .components()
            .filter(|part| !matches!(part, Component::CurDir))
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        if parts.is_empty() {
            return ".".to_owned();
        }
        let shown = parts.join("/");
        // An absolute path starts with a separator of its own.
        shown
            .strip_prefix("//")
            .map_or(shown.clone(), |rest| format!("/{rest}"))
    }

    /// Opens the file that `path` names from `folder`. A file is read once.
    pub fn open(&self, folder: &Path, path: &str) -> Result<TextId, Unopened> {
        self.open_path(&tidy(&folder.join(path)))
    }

    /// Opens a file by its path.
    pub fn open_path(&self, path: &Path) -> Result<TextId, Unopened> {
        let known = |opened: &HashMap<PathBuf, Result<TextId, Unopened>>| opened.get(path).copied();
        if let Some(result) = known(&self.opened.lock().unwrap_or_else(PoisonError::into_inner)) {
            return result;
        }
        let result = self.read(path);
        // Somebody else may have read it meanwhile: the first text is the one that counts.
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(result) = known(&opened) {
            return result;
        }
        let result = result.map(|(bytes, decoded)| {
            self.files.fetch_add(1, Ordering::Relaxed);
            self.bytes.fetch_add(bytes, Ordering::Relaxed);
            self.texts.add(&self.shown(path), decoded)
        });
        opened.insert(path.to_path_buf(), result);
        result
    }

    /// The text of a file that was opened before.
    pub fn opened(&self, path: &Path) -> Option<TextId> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.get(path).and_then(|result| result.ok())
    }

    /// An empty text that stands for a file which could not be opened, so that findings about it
    /// have a place.
    pub fn stand_in(&self, path: &Path) -> TextId {
        let empty = Decoded::utf8(String::new());
        self.texts.add(&self.shown(path), empty)
    }

    /// Whether a path leads out of the root, by its links or, where it does not exist, by its text.
    pub fn is_outside(&self, path: &Path) -> bool {
        match fs::canonicalize(path) {
            Ok(real) => !real.starts_with(&self.real_root),
            Err(_) => !path.starts_with(&self.root),
        }
    }

    fn read(&self, path: &Path) -> Result<(u64, Decoded), Unopened> {
        let Some(added) = self.layers.added.get(path) else {
            return self.read_disk(path);
        };
        let before = match self.read_disk(path) {
            Ok((_, before)) => before.content + "\n",
            Err(Unopened::Missing) => String::new(),
            Err(reason) => return Err(reason),
        };
        let whole = Decoded::utf8(before + added);
        Ok((whole.content.len() as u64, whole))
    }

    fn read_disk(&self, path: &Path) -> Result<(u64, Decoded), Unopened> {
        // What is not there at a place inside is nowhere else: nobody needs to follow its links.
        let is_missing = |error: std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
        if path.starts_with(&self.root) && path.symlink_metadata().is_err_and(is_missing) {
            return Err(Unopened::Missing);
        }
        let is_allowed = self.allow_outside || self.allowed.iter().any(|own| own == path);
        if self.is_outside(path) && !is_allowed {
            return Err(Unopened::Outside);
        }
        let about = fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Unopened::Missing,
            _ => Unopened::Unreadable,
        })?;
        if !about.is_file() {
            return Err(Unopened::Unreadable);
        }
        let file = File::open(path).map_err(|_| Unopened::Unreadable)?;
        let mut bytes = Vec::new();
        let read = file.take(LARGEST_FILE + 1).read_to_end(&mut bytes);
        let read = read.map_err(|_| Unopened::Unreadable)? as u64;
        if read > LARGEST_FILE {
            return Err(Unopened::TooLarge);
        }
        let decoded = decode(&bytes).ok_or(Unopened::Undecodable)?;
        Ok((read, decoded))
    }
}

/// Takes `.` and inner `..` out of a path without asking the file system.
pub fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                let inner = matches!(tidy.components().next_back(), Some(Component::Normal(_)));
                if inner {
                    tidy.pop();
                } else {
                    tidy.push("..");
                }
            }
            part => tidy.push(part),
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_root() {
        let texts = Texts::default();
        let root = Path::new("/srv/stack");
        let tree = Tree::new(&texts, root, false);
        for (path, shown) in [("/srv/stack", "."), ("/srv/stack/a/b.yml", "a/b.yml")] {
            assert_eq!(tree.shown(Path::new(path)), shown);
        }
    }
}
