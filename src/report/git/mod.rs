//! Where the scanned files come from, read out of `.git` without running git. What stands there is
//! as hostile as the tree around it: regular files only, of a modest size, inside the repository's
//! own folder, and nothing is believed that does not look right.

mod config;
mod remote;

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Largest `HEAD`, reference or pointer, in bytes.
const SMALL: u64 = 4 * 1024;

/// Largest configuration and list of packed references, in bytes.
const LARGE: u64 = 4 * 1024 * 1024;

/// A working tree.
pub(super) struct Repository {
    /// Its top folder.
    pub(super) root: PathBuf,
    /// Where it was cloned from.
    pub(super) origin: Option<Origin>,
}

/// Where a working tree was cloned from, and what is checked out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// An `https` or `http` address without credentials.
    pub(super) address: String,
    /// The commit, unless there is none yet.
    pub(super) revision: Option<String>,
    /// The branch, unless the head is detached.
    pub(super) branch: Option<String>,
}

/// The top of the work tree that the absolute path `start` lies in.
pub(super) fn top(start: &Path) -> Option<PathBuf> {
    let is_top = |folder: &&Path| {
        let marker = folder.join(".git");
        fs::symlink_metadata(&marker)
            .is_ok_and(|about| !about.is_dir() || fs::symlink_metadata(marker.join("HEAD")).is_ok())
    };
    start.ancestors().find(is_top).map(Path::to_path_buf)
}

/// The repository that the absolute path `start` belongs to.
pub(super) fn find(start: &Path) -> Option<Repository> {
    let root = top(start)?;
    let marker = root.join(".git");
    let folders = if fs::symlink_metadata(&marker).ok()?.is_dir() {
        Folders::of(&marker)
    } else {
        Folders::pointed_to(&root)
    };
    Some(Repository {
        origin: folders.and_then(|folders| folders.origin()),
        root,
    })
}

/// The folders that git keeps its data in; two for a linked working tree.
struct Folders {
    own: PathBuf,
    common: PathBuf,
}

impl Folders {
    fn of(folder: &Path) -> Option<Self> {
        let own = fs::canonicalize(folder).ok()?;
        Some(Self {
            common: own.clone(),
            own,
        })
    }

    /// What the file `.git` in `folder` points to: a submodule's data within the repository around
    /// it, or a linked working tree's, which must point back. Any other pointer could make us read
    /// somebody else's repository.
    fn pointed_to(folder: &Path) -> Option<Self> {
        let folder = fs::canonicalize(folder).ok()?;
        let pointer = read(&folder, ".git", SMALL)?;
        let target = folder.join(pointer.strip_prefix("gitdir:")?.trim());
        let own = fs::canonicalize(target).ok()?;
        let is_submodule = folder
            .ancestors()
            .skip(1)
            .any(|outer| own.starts_with(outer.join(".git").join("modules")));
        if is_submodule {
            return Self::of(&own);
        }
        let back = own.join(read(&own, "gitdir", SMALL)?.trim());
        if fs::canonicalize(back).ok()? != folder.join(".git") {
            return None;
        }
        let common = fs::canonicalize(own.join(read(&own, "commondir", SMALL)?.trim())).ok()?;
        let is_linked = own.parent()? == common.join("worktrees");
        is_linked.then_some(Self { own, common })
    }

    fn origin(&self) -> Option<Origin> {
        let config = read(&self.common, "config", LARGE)?;
        let address = remote::address(&config::origin(&config)?)?;
        let head = read(&self.own, "HEAD", SMALL).unwrap_or_default();
        let head = head.trim();
        let reference = head.strip_prefix("ref:").map(str::trim);
        let reference = reference.filter(|name| is_reference(name));
        Some(Origin {
            address,
            revision: match reference {
                Some(name) => self.resolve(name),
                None => commit(head),
            },
            branch: reference
                .and_then(|name| name.strip_prefix("refs/heads/"))
                .map(str::to_owned),
        })
    }

    /// The commit of a reference: in a file of its own, or in the list of packed ones.
    fn resolve(&self, reference: &str) -> Option<String> {
        if let Some(loose) = read(&self.common, reference, SMALL) {
            return commit(loose.trim());
        }
        let packed = read(&self.common, "packed-refs", LARGE)?;
        packed.lines().find_map(|line| {
            let (hash, name) = line.split_once(' ')?;
            if name == reference {
                commit(hash)
            } else {
                None
            }
        })
    }
}

/// A commit is named by 40 or 64 hexadecimal digits; anything else is not passed on.
fn commit(text: &str) -> Option<String> {
    let is_name = [40, 64].contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    is_name.then(|| text.to_ascii_lowercase())
}

/// Whether `name` can be a reference: `refs/…` without a way out of it, and safe to show.
fn is_reference(name: &str) -> bool {
    let is_segment = |segment: &str| {
        !segment.is_empty()
            && !segment.starts_with('.')
            && !segment.contains(|c: char| c.is_whitespace() || "\\:?*[~^".contains(c))
    };
    name.starts_with("refs/")
        && name.split('/').all(is_segment)
        && crate::report::clean(name) == name
}

/// The file `name` in `folder`, which has no links in its path; `None` for anything unusual.
fn read(folder: &Path, name: &str, most: u64) -> Option<String> {
    let path = folder.join(name);
    if !fs::symlink_metadata(&path).ok()?.is_file()
        || !fs::canonicalize(&path).ok()?.starts_with(folder)
    {
        return None;
    }
    let mut bytes = Vec::new();
    let read = File::open(path)
        .ok()?
        .take(most + 1)
        .read_to_end(&mut bytes)
        .ok()?;
    if read as u64 > most {
        return None;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests;
