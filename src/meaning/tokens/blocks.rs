//! Private keys in PEM.

use memchr::memmem;

use super::fillers::is_filler;
use super::urls::of_service;
use super::{Checksum, Token};

/// The longest key, in bytes: RSA with 16384 bits takes 13 KiB.
pub(super) const LONGEST: usize = 16 * 1024;

/// The shortest body, in characters of base 64: an Ed25519 key has 64.
const SHORTEST: usize = 48;

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// Finds the private keys of a text, from the first dash to the last. Keys under a passphrase are
/// left out.
pub(super) fn search(text: &[u8], tokens: &mut Vec<Token>) {
    for start in memmem::find_iter(text, BEGIN) {
        let block = text.get(start..).unwrap_or_default();
        let block = block.get(..LONGEST).unwrap_or(block);
        if let Some(length) = length(block)
            && let Some(format) = of_service("pem")
        {
            tokens.push(Token {
                format,
                range: start..start + length,
                checksum: Checksum::None,
            });
        }
    }
}

/// How long the key is that begins here, if one does.
fn length(block: &[u8]) -> Option<usize> {
    let label = block.get(BEGIN.len()..)?;
    let label = label.get(..memmem::find(label.get(..40).unwrap_or(label), DASHES)?)?;
    let is_key = label.ends_with(b"PRIVATE KEY") || label == b"PGP PRIVATE KEY BLOCK";
    if !is_key || label.starts_with(b"ENCRYPTED") {
        return None;
    }
    let body_start = BEGIN.len() + label.len() + DASHES.len();
    let body_end = body_start + memmem::find(block.get(body_start..)?, DASHES)?;
    let body = block.get(body_start..body_end)?;
    if !block.get(body_end..)?.starts_with(END) {
        return None;
    }
    if memmem::find(body, b"ENCRYPTED").is_some() {
        return None;
    }
    let letters = letters(body);
    if letters.len() < SHORTEST || is_filler(&letters) {
        return None;
    }
    let footer = body_end + END.len() + label.len() + DASHES.len();
    let is_closed = block.get(..footer).is_some_and(|all| all.ends_with(DASHES));
    Some(if is_closed { footer } else { body_end })
}

/// The characters of base 64, without the `\n` of a string.
fn letters(body: &[u8]) -> Vec<u8> {
    let mut letters = Vec::new();
    let mut is_escaped = false;
    for byte in body {
        if !is_escaped && (byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')) {
            letters.push(*byte);
        }
        is_escaped = *byte == b'\\';
    }
    letters
}
