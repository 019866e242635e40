//! Which files Git tracks, from the index of the repository that holds them, and what changed since a
//! revision. Nothing else of a repository is read.

mod changes;
mod index;
mod lean;
mod revision;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

pub use self::changes::{Changes, Hunk};
use self::index::{Hash, Index, Listed};
pub use self::revision::{Revision, RevisionError};

/// Largest index that is read, in bytes: millions of files.
const LARGEST_INDEX: u64 = 256 * 1024 * 1024;

/// Largest `.git` file and configuration, in bytes.
const LARGEST_POINTER: u64 = 64 * 1024;

/// The repositories that hold files, each read once.
#[derive(Default)]
pub struct Repositories {
    known: HashMap<PathBuf, Option<Index>>,
}

impl Repositories {
    /// Whether Git tracks the file of an absolute path; `None` where its index cannot be read or
    /// does not say. A file outside of every repository is not tracked.
    pub fn tracks(&mut self, path: &Path) -> Option<bool> {
        let Some((root, entry)) = path.ancestors().skip(1).find_map(|folder| {
            let entry = folder.join(".git");
            entry.exists().then_some((folder, entry))
        }) else {
            return Some(false);
        };
        let index = self
            .known
            .entry(root.to_path_buf())
            .or_insert_with(|| index_of(&entry));
        let index = index.as_ref()?;
        let relative = path.strip_prefix(root).ok()?;
        let parts: Vec<&[u8]> = relative
            .components()
            .map(|part| part.as_os_str().as_encoded_bytes())
            .collect();
        match index.lists(&parts.join(&b'/')) {
            Listed::Yes => Some(true),
            Listed::No => Some(false),
            Listed::Unsaid => None,
        }
    }
}

/// The index of a repository, by its `.git`: a folder, or in other work trees a file that names one.
fn index_of(entry: &Path) -> Option<Index> {
    let folder = if entry.is_dir() {
        entry.to_path_buf()
    } else {
        let text = String::from_utf8(read(entry, LARGEST_POINTER)?).ok()?;
        let named = text.strip_prefix("gitdir:")?.trim();
        entry.parent()?.join(named)
    };
    let index = folder.join("index");
    if fs::symlink_metadata(&index).is_err() {
        // A new repository tracks nothing.
        return folder.join("HEAD").is_file().then(Index::default);
    }
    // A work tree shares the configuration of the repository that it was made from.
    let common = read(&folder.join("commondir"), LARGEST_POINTER);
    let common = common.and_then(|text| String::from_utf8(text).ok());
    let common = common.map_or(folder.clone(), |text| folder.join(text.trim()));
    let configuration = read(&common.join("config"), LARGEST_POINTER).unwrap_or_default();
    let configuration = String::from_utf8_lossy(&configuration).to_ascii_lowercase();
    let is_long = configuration.lines().any(|line| {
        let pair = line.split_once('=');
        pair.is_some_and(|(key, value)| key.trim() == "objectformat" && value.trim() == "sha256")
    });
    let hash = if is_long { Hash::Sha256 } else { Hash::Sha1 };
    Index::read(read(&index, LARGEST_INDEX)?, hash, |name| {
        read(&folder.join(name), LARGEST_INDEX)
    })
}

fn read(path: &Path, most: u64) -> Option<Vec<u8>> {
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}
