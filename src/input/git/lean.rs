//! What of an index is given to its parser. Indexes come from anybody, and the parser trusts two
//! things: it goes down as deep as cached trees are nested, and it writes out paths that an index of
//! version 4 shortens. Either way, few bytes could end the program.

use gix_index::extension::Iter;
use gix_index::hash::{Kind, hasher};

/// Most bytes of paths in one index.
const LARGEST_PATHS: usize = 256 * 1024 * 1024;

/// The same index without its caches; `None` if it is damaged or its paths are too long.
pub(super) fn lean(mut bytes: Vec<u8>, hash: Kind) -> Option<Vec<u8>> {
    let end = bytes.len().checked_sub(hash.len_in_bytes())?;
    let (body, checksum) = bytes.split_at_checked(end)?;
    let mut hasher = hasher(hash);
    hasher.update(body);
    // Git can be told not to calculate it.
    let is_left_out = checksum.iter().all(|byte| *byte == 0);
    if !is_left_out && hasher.try_finalize().ok()?.as_slice() != checksum {
        return None;
    }
    let start = end_of_entries(body, hash.len_in_bytes())?;
    let mut extensions = Iter::new(body.get(start..)?);
    let mut tail = Vec::new();
    for (name, data) in extensions.by_ref() {
        // Small letters mark what changes the meaning of the entries.
        if name.first().is_some_and(u8::is_ascii_lowercase) {
            tail.extend_from_slice(&name);
            tail.extend_from_slice(&u32::try_from(data.len()).ok()?.to_be_bytes());
            tail.extend_from_slice(data);
        }
    }
    if extensions.consumed != body.len() - start {
        return None;
    }
    tail.extend_from_slice(checksum);
    bytes.truncate(start);
    bytes.append(&mut tail);
    Some(bytes)
}

/// Where the entries of an index end.
fn end_of_entries(bytes: &[u8], hash: usize) -> Option<usize> {
    let version = number(bytes, 4)?;
    let mut room = LARGEST_PATHS;
    let mut length = 0_usize;
    let mut at = 12;
    for _ in 0..number(bytes, 8)? {
        // Ten numbers about the file, the name of its content, and flags.
        let flags_at = at + 40 + hash;
        let flags: [u8; 2] = bytes.get(flags_at..flags_at + 2)?.try_into().ok()?;
        let flags = usize::from(u16::from_be_bytes(flags));
        let path = flags_at + if flags & 0x4000 == 0 { 2 } else { 4 };
        if version == 4 {
            // Each path says how much of the one before it drops.
            let (drop, start) = shortened(bytes, path)?;
            let added = memchr::memchr(0, bytes.get(start..)?)?;
            length = length.checked_sub(drop)?.checked_add(added)?;
            at = start + added + 1;
        } else {
            length = flags & 0xfff;
            if length == 0xfff {
                // A path that is longer than systems allow.
                return None;
            }
            // Entries are filled up to eight bytes, with one zero at least.
            at += (path - at + length + 8) / 8 * 8;
        }
        room = room.checked_sub(length)?;
    }
    Some(at)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A number of version 4, and where it ends.
fn shortened(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
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
