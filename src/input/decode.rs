//! Bytes to characters.

use encoding_rs::{Encoding as Codec, GBK, UTF_16BE, UTF_16LE};

use crate::model::{Decoded, Encoding};

/// Decodes a file: UTF-8, UTF-16 with a byte-order mark or by its zero bytes, else GBK. `None` for
/// bytes that are no text in any of them.
pub fn decode(bytes: &[u8]) -> Option<Decoded> {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return utf8(rest, true);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return decoded(UTF_16LE, rest, Encoding::Utf16Le, true);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return decoded(UTF_16BE, rest, Encoding::Utf16Be, true);
    }
    if bytes.contains(&0) {
        return unmarked_utf16(bytes);
    }
    utf8(bytes, false).or_else(|| decoded(GBK, bytes, Encoding::Gbk, false))
}

fn utf8(bytes: &[u8], bom: bool) -> Option<Decoded> {
    let content = std::str::from_utf8(bytes).ok()?;
    text(content.to_owned(), Encoding::Utf8, bom)
}

fn decoded(codec: &'static Codec, bytes: &[u8], encoding: Encoding, bom: bool) -> Option<Decoded> {
    let content = codec.decode_without_bom_handling_and_without_replacement(bytes)?;
    text(content.into_owned(), encoding, bom)
}

/// A file with NUL characters is binary, whatever its encoding.
fn text(content: String, encoding: Encoding, bom: bool) -> Option<Decoded> {
    (!content.contains('\0')).then_some(Decoded {
        content,
        encoding,
        bom,
    })
}

/// UTF-16 without a mark: mostly ASCII, so every other byte is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<Decoded> {
    let zeros = |odd: usize| {
        let all = bytes.iter().skip(odd).step_by(2);
        all.filter(|byte| **byte == 0).count()
    };
    let enough = bytes.len() / 4;
    if zeros(1) > enough {
        decoded(UTF_16LE, bytes, Encoding::Utf16Le, false)
    } else if zeros(0) > enough {
        decoded(UTF_16BE, bytes, Encoding::Utf16Be, false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(bytes: &[u8]) -> Option<(String, Encoding, bool)> {
        decode(bytes).map(|decoded| (decoded.content, decoded.encoding, decoded.bom))
    }

    #[test]
    fn reads_what_windows_writes() {
        let utf16: Vec<u8> = "A=密".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xFF, 0xFE][..], &utf16].concat();
        assert_eq!(
            seen(&marked),
            Some(("A=密".to_owned(), Encoding::Utf16Le, true))
        );
        let plain: Vec<u8> = "A=1\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(
            seen(&plain),
            Some(("A=1\n".to_owned(), Encoding::Utf16Be, false))
        );
        assert_eq!(
            seen(b"\xC3\xDC\xC2\xEB"),
            Some(("密码".to_owned(), Encoding::Gbk, false))
        );
        assert_eq!(
            seen(b"\xEF\xBB\xBFa"),
            Some(("a".to_owned(), Encoding::Utf8, true))
        );
    }

    #[test]
    fn refuses_binary() {
        assert_eq!(seen(b"\x7fELF\0\0\0\x01\x02\xff\xff"), None);
        assert_eq!(seen(b"\xFF\xFF\xFF"), None);
    }
}
