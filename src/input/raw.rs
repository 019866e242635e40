//! Reading files for what they hold, whatever they are: most hold nothing, so they are read into
//! one buffer and not decoded.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::LARGEST_FILE;

/// So many first bytes tell whether a file is a text.
const HEAD: usize = 8 * 1024;

/// What a search of all files looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Searched {
    /// Texts.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that are no text by their content, and were left out.
    pub binary: u64,
}

impl Searched {
    /// Counts a text.
    pub fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
    }
}

/// What a file turned out to be.
pub enum Raw<'b> {
    /// The bytes of a text, in whatever encoding.
    Text(&'b [u8]),
    /// A text above [`LARGEST_FILE`], from its beginning, and its bytes.
    Large(File, u64),
    /// No text.
    Binary,
}

/// Reads a regular file into `buffer`. A file is binary by its content: it has a NUL among its first
/// bytes and does not look like UTF-16.
pub fn read_raw<'b>(path: &Path, buffer: &'b mut Vec<u8>) -> io::Result<Raw<'b>> {
    let mut file = File::open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    buffer.clear();
    let head = u64::try_from(HEAD).unwrap_or(u64::MAX);
    file.by_ref().take(head).read_to_end(buffer)?;
    if is_binary(buffer) {
        return Ok(Raw::Binary);
    }
    if about.len() > LARGEST_FILE {
        file.seek(SeekFrom::Start(0))?;
        return Ok(Raw::Large(file, about.len()));
    }
    let length = usize::try_from(about.len()).unwrap_or(0);
    buffer.reserve(length.saturating_sub(buffer.len()) + 1);
    // A file that grows meanwhile, or has no length of its own (`/proc`), is read so far.
    let rest = LARGEST_FILE.saturating_sub(head);
    file.take(rest).read_to_end(buffer)?;
    Ok(Raw::Text(buffer))
}

/// Whether the first bytes of a file are no text.
fn is_binary(head: &[u8]) -> bool {
    head.contains(&0) && !looks_like_utf16(head)
}

/// A byte-order mark, or every other byte zero as in mostly ASCII text.
fn looks_like_utf16(head: &[u8]) -> bool {
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        return true;
    }
    let zeros = |odd: usize| {
        let all = head.iter().skip(odd).step_by(2);
        all.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 4;
    (even > enough && odd == 0) || (odd > enough && even == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_texts_from_others_by_their_beginning() {
        let utf16: Vec<u8> = "A=b\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!is_binary(b"A=b\n"));
        assert!(!is_binary(&utf16));
        assert!(!is_binary(b"\xFF\xFEA\0"));
        assert!(!is_binary(b""));
        assert!(is_binary(b"\x7fELF\0\0\0\x01"));
        assert!(is_binary(&[0; 64]));
    }

    #[test]
    fn a_file_is_read_as_what_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut buffer = Vec::new();
        let mut kind = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).expect("written");
            match read_raw(&path, &mut buffer).expect("read") {
                Raw::Text(bytes) => format!("text of {}", bytes.len()),
                Raw::Large(_, bytes) => format!("large, {bytes}"),
                Raw::Binary => "binary".to_owned(),
            }
        };
        let long = vec![b'a'; HEAD * 3];
        assert_eq!(kind("a", &long), format!("text of {}", HEAD * 3));
        assert_eq!(kind("b", b"\0\x01\x02\x03"), "binary");
        assert!(read_raw(folder.path(), &mut Vec::new()).is_err());
    }
}
