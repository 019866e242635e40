//! What changed since a revision. Objects of the repository are read and nothing of it is run: no
//! filters, no hooks, no configuration but its own.

use std::cell::OnceCell;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::bstr::BStr;
use gix::revision::plumbing::Spec;

use super::changes::{Changes, similarity};
use crate::input::{LARGEST_FILE, decode};

/// So many files that are gone are compared with a new one, as many as Git compares.
const MOST_GONE: usize = 1000;

/// A file that was given another name is as much the same as this, in thousandths.
const SIMILAR: usize = 500;

/// A revision of the repository that holds a folder.
pub struct Revision {
    repository: gix::Repository,
    tree: ObjectId,
    top: PathBuf,
    gone: OnceCell<Vec<(PathBuf, ObjectId)>>,
}

/// Why there is nothing to compare with.
#[derive(Debug, PartialEq, Eq)]
pub enum RevisionError {
    /// The folder lies in no repository.
    NoRepository,
    /// The repository cannot be read.
    Unreadable(String),
    /// There is no such revision; it may be beyond the end of a shallow clone.
    Unknown {
        /// Whether the history was cut off.
        is_shallow: bool,
    },
    /// Two revisions without a common ancestor; it may be beyond the end of a shallow clone.
    Unrelated {
        /// Whether the history was cut off.
        is_shallow: bool,
    },
    /// A range, which names no single state of the files.
    Range,
}

impl fmt::Display for RevisionError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shallow = "the clone is shallow: fetch more of its history (fetch-depth: 0)";
        match self {
            Self::NoRepository => to.write_str("the scanned folder lies in no git repository"),
            Self::Unreadable(why) => write!(to, "the git repository cannot be read: {why}"),
            Self::Unknown { is_shallow: true } => write!(to, "no such revision, and {shallow}"),
            Self::Unknown { .. } => to.write_str("no such revision"),
            Self::Unrelated { is_shallow: true } => {
                write!(to, "no common ancestor, and {shallow}")
            }
            Self::Unrelated { .. } => to.write_str("no common ancestor"),
            Self::Range => to.write_str(
                "a range is no single state of the files: say A, or A... for where HEAD left A",
            ),
        }
    }
}

impl std::error::Error for RevisionError {}

fn unreadable(error: impl fmt::Display) -> RevisionError {
    RevisionError::Unreadable(error.to_string())
}

impl Revision {
    /// The revision `name` of the repository around the absolute path `folder`: anything that names a
    /// commit or a tree, or `A...B` for the last common ancestor of both (`HEAD` where one is left out).
    pub fn open(folder: &Path, name: &str) -> Result<Self, RevisionError> {
        let holds = |folder: &&Path| folder.join(".git").exists();
        let top = folder.ancestors().find(holds);
        let top = top.ok_or(RevisionError::NoRepository)?;
        let options = gix::open::Options::isolated();
        let mut repository = gix::open_opts(top, options).map_err(unreadable)?;
        repository.object_cache_size_if_unset(4 * 1024 * 1024);
        let tree = tree(&repository, name)?;
        Ok(Self {
            tree,
            top: fs::canonicalize(top).map_err(unreadable)?,
            repository,
            gone: OnceCell::new(),
        })
    }

    /// The object that holds its files.
    pub fn tree(&self) -> String {
        self.tree.to_string()
    }

    /// How the file of an absolute path differs from what it was; `None` for what is no file of the
    /// working tree.
    pub fn changes(&self, path: &Path) -> Result<Option<Changes>, RevisionError> {
        // A member of a package has the path of the package before its own.
        let file = path.ancestors().find(|path| path.is_file());
        let Some(file) = file.and_then(|file| fs::canonicalize(file).ok()) else {
            return Ok(None);
        };
        let Ok(inner) = file.strip_prefix(&self.top) else {
            return Ok(None);
        };
        let Some(bytes) = read(&file) else {
            return Ok(Some(Changes::new_file()));
        };
        let before = match self.blob(inner)? {
            Some(id) => Some(self.content(id)?),
            None => self.renamed(&bytes)?,
        };
        let Some(before) = before else {
            return Ok(Some(Changes::new_file()));
        };
        if before == bytes {
            return Ok(Some(Changes::default()));
        }
        let texts = decode(&before).zip(decode(&bytes));
        let is_text = texts.filter(|_| {
            file.as_path()
                .ends_with(path.file_name().unwrap_or_default())
        });
        Ok(Some(match is_text {
            Some((before, now)) => Changes::between(&before.content, &now.content),
            None => Changes::new_file(),
        }))
    }

    /// The files beside a file that are gone since: their names, and what stood in them.
    pub fn gone_beside(&self, path: &Path) -> Result<Vec<(String, String)>, RevisionError> {
        let folder = path
            .parent()
            .and_then(|folder| fs::canonicalize(folder).ok());
        let inner = folder
            .as_ref()
            .and_then(|own| own.strip_prefix(&self.top).ok());
        let Some(inner) = inner else {
            return Ok(Vec::new());
        };
        let mut gone = Vec::new();
        for (path, id) in self.gone()? {
            let name = path.file_name().and_then(|name| name.to_str());
            if path.parent() != Some(inner) {
                continue;
            }
            if let Some((name, content)) = name.zip(decode(&self.content(*id)?)) {
                gone.push((name.to_owned(), content.content));
            }
        }
        Ok(gone)
    }

    fn root(&self) -> Result<gix::Tree<'_>, RevisionError> {
        let object = self.repository.find_object(self.tree).map_err(unreadable)?;
        object.peel_to_tree().map_err(unreadable)
    }

    /// The content of a path in the revision.
    fn blob(&self, path: &Path) -> Result<Option<ObjectId>, RevisionError> {
        let entry = self
            .root()?
            .lookup_entry_by_path(path)
            .map_err(unreadable)?;
        let entry = entry.filter(|entry| entry.mode().is_blob());
        Ok(entry.map(|entry| entry.object_id()))
    }

    fn content(&self, id: ObjectId) -> Result<Vec<u8>, RevisionError> {
        let object = self.repository.find_object(id).map_err(unreadable)?;
        Ok(object.detach().data)
    }

    /// The files that are gone since.
    fn gone(&self) -> Result<&[(PathBuf, ObjectId)], RevisionError> {
        if let Some(gone) = self.gone.get() {
            return Ok(gone);
        }
        let root = self.root()?;
        let files = root.traverse().breadthfirst.files().map_err(unreadable)?;
        let files = files.into_iter().filter(|entry| entry.mode.is_blob());
        let files = files.filter_map(|entry| {
            let path = gix::path::from_byte_slice(&entry.filepath)
                .ok()?
                .to_path_buf();
            let is_there = self.top.join(&path).symlink_metadata().is_ok();
            (!is_there).then_some((path, entry.oid))
        });
        let gone = files.collect();
        Ok(self.gone.get_or_init(|| gone))
    }

    /// What a new file was under another name, as far as that is gone and most of it is the same.
    fn renamed(&self, now: &[u8]) -> Result<Option<Vec<u8>>, RevisionError> {
        let gone = self.gone()?;
        if gone.len() > MOST_GONE {
            return Ok(None);
        }
        let Some(text) = decode(now) else {
            return Ok(None);
        };
        let mut best = None;
        for (_, id) in gone {
            let header = self.repository.find_header(*id).map_err(unreadable)?;
            let size = usize::try_from(header.size()).unwrap_or(usize::MAX);
            if size / 2 > now.len() || now.len() / 2 > size {
                continue;
            }
            let before = self.content(*id)?;
            let same = decode(&before).map_or(0, |one| similarity(&one.content, &text.content));
            if same >= SIMILAR && best.as_ref().is_none_or(|(best, _)| same > *best) {
                best = Some((same, before));
            }
        }
        Ok(best.map(|(_, before)| before))
    }
}

/// The tree that a name leads to.
fn tree(repository: &gix::Repository, name: &str) -> Result<ObjectId, RevisionError> {
    let is_shallow = || repository.is_shallow().unwrap_or_default();
    let unknown = || RevisionError::Unknown {
        is_shallow: is_shallow(),
    };
    let spec = repository.rev_parse(BStr::new(name.as_bytes()));
    let id = match spec.map_err(|_| unknown())?.detach() {
        Spec::Include(id) => id,
        Spec::Merge { theirs, ours } => {
            let base = repository.merge_base(theirs, ours);
            // At the end of a shallow clone parents are named that are not there.
            let base = base
                .ok()
                .flatten()
                .ok_or_else(|| RevisionError::Unrelated {
                    is_shallow: is_shallow(),
                })?;
            base.detach()
        }
        _ => return Err(RevisionError::Range),
    };
    let object = repository.find_object(id).map_err(|_| unknown())?;
    Ok(object.peel_to_tree().map_err(|_| unknown())?.id)
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let is_small = fs::metadata(path).ok()?.len() <= LARGEST_FILE;
    is_small.then(|| fs::read(path).ok()).flatten()
}
