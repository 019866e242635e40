//! Which files Git tracks, from the index of the repository that holds them. Nothing else of a
//! repository is read.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Largest index that is read, in bytes: millions of files.
const LARGEST_INDEX: u64 = 512 * 1024 * 1024;

/// Largest `.git` file and configuration, in bytes.
const LARGEST_POINTER: u64 = 64 * 1024;

/// The repositories that hold files, each read once.
#[derive(Default)]
pub struct Repositories {
    known: HashMap<PathBuf, Option<Index>>,
}

/// The paths in an index.
struct Index {
    paths: HashSet<Vec<u8>>,
    /// Whether a part of it stands in another file.
    is_part: bool,
}

impl Repositories {
    /// Whether Git tracks the file of an absolute path; `None` where its index cannot be read. A
    /// file outside of every repository is not tracked.
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
        let is_listed = index.paths.contains(&parts.join(&b'/'));
        (is_listed || !index.is_part).then_some(is_listed)
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
        return folder.join("HEAD").is_file().then(|| Index {
            paths: HashSet::new(),
            is_part: false,
        });
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
    parse(&read(&index, LARGEST_INDEX)?, if is_long { 32 } else { 20 })
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

/// Reads the paths of an index, versions 2 to 4. `hash` is the length of an object's name.
fn parse(bytes: &[u8], hash: usize) -> Option<Index> {
    let number = |at: usize| -> Option<u32> {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_be_bytes(four.try_into().ok()?))
    };
    let version = number(4)?;
    if bytes.get(..4)? != b"DIRC" || !(2..=4).contains(&version) {
        return None;
    }
    let mut paths = HashSet::new();
    let mut path: Vec<u8> = Vec::new();
    let mut at = 12;
    for _ in 0..number(8)? {
        // Ten numbers about the file, the name of its content, and flags.
        let flags_at = at + 40 + hash;
        let flags = bytes.get(flags_at..flags_at + 2)?;
        let is_extended = flags.first()? & 0x40 != 0;
        let name = flags_at + if is_extended { 4 } else { 2 };
        if version == 4 {
            // Each path says how much of the one before it drops.
            let (drop, start) = offset(bytes, name)?;
            path.truncate(path.len().checked_sub(drop)?);
            let length = bytes.get(start..)?.iter().position(|byte| *byte == 0)?;
            path.extend_from_slice(bytes.get(start..start + length)?);
            at = start + length + 1;
        } else {
            let length = bytes.get(name..)?.iter().position(|byte| *byte == 0)?;
            path = bytes.get(name..name + length)?.to_vec();
            // Entries are filled up to eight bytes, with one zero at least.
            at += (name - at + length + 8) / 8 * 8;
        }
        paths.insert(path.clone());
    }
    let mut is_part = false;
    while let (Some(kind), Some(length)) = (bytes.get(at..at + 4), number(at + 4)) {
        if at + hash >= bytes.len() {
            break;
        }
        is_part |= kind == b"link";
        at += 8 + length as usize;
    }
    Some(Index { paths, is_part })
}

/// A number of version 4, and where it ends.
fn offset(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    let mut value = 0_usize;
    loop {
        let byte = *bytes.get(at)?;
        value = value
            .checked_mul(128)?
            .checked_add(usize::from(byte & 127))?;
        at += 1;
        if byte & 128 == 0 {
            return Some((value, at));
        }
        value = value.checked_add(1)?;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_are_read(
            version in 0_u8..6,
            count in 0_u8..9,
            rest in prop::collection::vec(any::<u8>(), 0..600),
        ) {
            let mut bytes = b"DIRC\0\0\0".to_vec();
            bytes.extend([version, 0, 0, 0, count]);
            bytes.extend(rest);
            let paths = parse(&bytes, 20).map_or(0, |index| index.paths.len());
            prop_assert!(paths <= usize::from(count));
        }
    }
}
