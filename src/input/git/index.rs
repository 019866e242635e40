//! The paths of an index, read by `gix-index` from bytes: opening files with it would map them into
//! memory, and nobody knows who else writes to them.

use std::collections::HashSet;

use gix_index::State;
use gix_index::decode::Options;
use gix_index::extension::Link;
pub(super) use gix_index::hash::Kind as Hash;
use gix_index::hash::ObjectId;

use super::lean::lean;

/// The paths in an index.
#[derive(Default)]
pub(super) struct Index {
    paths: HashSet<Vec<u8>>,
    /// Folders that stand for all that is in them, each with its slash.
    folders: Vec<Vec<u8>>,
    /// Whether a part of it stands in another file, which could not be read.
    is_part: bool,
}

/// What an index says of a path.
pub(super) enum Listed {
    Yes,
    No,
    /// The path may stand in what was not read.
    Unsaid,
}

impl Index {
    /// Reads an index. `shared` reads a file beside it, by its name: the one that holds what a split
    /// index does not repeat.
    pub(super) fn read(
        bytes: Vec<u8>,
        hash: Hash,
        shared: impl FnOnce(&str) -> Option<Vec<u8>>,
    ) -> Option<Self> {
        let state = decode(bytes, hash, None)?;
        let mut index = Self::default();
        index.add(&state, |_| true);
        // A split index may name no other, and is whole then.
        let link = state.link();
        if let Some(link) = link.filter(|link| !link.shared_index_checksum.is_null()) {
            let id = link.shared_index_checksum;
            let other = shared(&format!("sharedindex.{id}"));
            let other = other.and_then(|bytes| decode(bytes, hash, Some(id)));
            let other = other.and_then(|state| Some((removed(link, &state)?, state)));
            match other {
                Some((removed, other)) => index.add(&other, |at| !removed.contains(&at)),
                None => index.is_part = true,
            }
        }
        Some(index)
    }

    /// Adds the entries of one file, by their numbers.
    fn add(&mut self, state: &State, keeps: impl Fn(usize) -> bool) {
        for (at, entry) in state.entries().iter().enumerate() {
            let path = entry.path(state);
            // An entry without a path changes one of the shared index.
            if path.is_empty() || !keeps(at) {
                continue;
            }
            if entry.mode.is_sparse() {
                self.folders.push(path.to_vec());
            } else {
                self.paths.insert(path.to_vec());
            }
        }
    }

    /// Whether the index lists a path.
    pub(super) fn lists(&self, path: &[u8]) -> Listed {
        if self.paths.contains(path) {
            Listed::Yes
        } else if self.is_part || self.folders.iter().any(|folder| path.starts_with(folder)) {
            Listed::Unsaid
        } else {
            Listed::No
        }
    }
}

/// Reads one file, which has the expected checksum if there is one.
fn decode(bytes: Vec<u8>, hash: Hash, expected_checksum: Option<ObjectId>) -> Option<State> {
    let bytes = lean(bytes, hash)?;
    // Who compares files with an index needs to know when it was written.
    let time = State::new(hash).timestamp();
    let options = Options {
        thread_limit: Some(1),
        expected_checksum,
        ..Options::default()
    };
    Some(State::from_bytes(&bytes, time, hash, options).ok()?.0)
}

/// The entries of a shared index that a split one has removed.
fn removed(link: &Link, shared: &State) -> Option<HashSet<usize>> {
    let mut removed = HashSet::new();
    if let Some(bitmaps) = &link.bitmaps {
        bitmaps.delete.for_each_set_bit(|at| {
            removed.insert(at);
            (at < shared.entries().len()).then_some(())
        })?;
    }
    Some(removed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn index(version: u8, entries: u32, rest: &[u8]) -> Vec<u8> {
        let mut bytes = b"DIRC\0\0\0".to_vec();
        bytes.push(version);
        bytes.extend(entries.to_be_bytes());
        bytes.extend(rest);
        bytes.extend([0; 20]);
        bytes
    }

    fn extension(name: &[u8], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap_or_default();
        [name, &length.to_be_bytes()[..], data].concat()
    }

    fn read(bytes: Vec<u8>) -> Option<Index> {
        Index::read(bytes, Hash::Sha1, |_| None)
    }

    #[test]
    fn caches_of_any_depth_are_left_out() {
        let folders = b"\0-1 1\n".repeat(500_000);
        let untracked = [&[0; 117][..], &b"\0\x01\0".repeat(500_000)].concat();
        for (name, data) in [(b"TREE", folders), (b"UNTR", untracked)] {
            let read = read(index(2, 0, &extension(name, &data)));
            assert!(read.is_some_and(|index| index.paths.is_empty()));
        }
        let unknown = read(index(2, 0, &extension(b"made", b"up")));
        assert!(
            unknown.is_none(),
            "what changes the meaning is not left out"
        );
    }

    #[test]
    fn short_indexes_with_long_paths_are_not_read() {
        let path = vec![b'a'; 100_000];
        let of = |entries: u32| {
            let mut rest = [&[0; 63][..], &path].concat();
            for _ in 1..entries {
                rest.extend([0; 64]);
            }
            rest.push(0);
            index(4, entries, &rest)
        };
        assert!(read(of(10)).is_some_and(|index| index.paths.len() == 1));
        assert!(read(of(20_000)).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(
            version in 0_u8..6,
            count in 0_u32..9,
            rest in prop::collection::vec(any::<u8>(), 0..600),
        ) {
            let paths = read(index(version, count, &rest)).map_or(0, |index| index.paths.len());
            prop_assert!(paths <= count as usize);
        }
    }
}
