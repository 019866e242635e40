//! The parts of tokens that check the rest.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::{Algorithm, Checksum, Format};

const BASE62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE36: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// How many bytes before the checksum of [`Algorithm::Base64`] it sums up.
const SUMMED: usize = 54;

/// What a token's checksum says.
pub(super) fn checksum(format: &Format, token: &[u8]) -> Checksum {
    match format.verify.and_then(|algorithm| fits(algorithm, token)) {
        Some(true) => Checksum::Valid,
        Some(false) => Checksum::Wrong,
        None => Checksum::None,
    }
}

/// Whether the checksum fits; nothing where there is none.
fn fits(algorithm: Algorithm, token: &[u8]) -> Option<bool> {
    let length = match algorithm {
        Algorithm::Base62 | Algorithm::Base64 => 6,
        Algorithm::Base36 => 7,
        Algorithm::Hex | Algorithm::HexOfAll => 8,
        Algorithm::Jwt => return None,
    };
    let (before, check) = token.split_at_checked(token.len().checked_sub(length)?)?;
    let body = match algorithm {
        Algorithm::Base62 => after_sign(before)?,
        Algorithm::Base64 => before.get(before.len().checked_sub(SUMMED)?..)?,
        Algorithm::Hex => after_sign(before.strip_suffix(b"_")?)?,
        Algorithm::HexOfAll => before.strip_suffix(b"_")?,
        Algorithm::Base36 | Algorithm::Jwt => before,
    };
    let sum = crc32fast::hash(body);
    let right = match algorithm {
        Algorithm::Base62 => digits(sum, BASE62, length),
        Algorithm::Base36 => digits(sum, BASE36, length),
        Algorithm::Base64 => STANDARD_NO_PAD.encode(sum.to_le_bytes()).into_bytes(),
        Algorithm::HexOfAll => format!("{:08x}", sum.swap_bytes()).into_bytes(),
        Algorithm::Hex | Algorithm::Jwt => format!("{sum:08x}").into_bytes(),
    };
    Some(right == check)
}

fn after_sign(text: &[u8]) -> Option<&[u8]> {
    let sign = text.iter().rposition(|byte| *byte == b'_')?;
    text.get(sign + 1..)
}

/// A number in the base of an alphabet, with zeros before it.
fn digits(number: u32, alphabet: &[u8], width: usize) -> Vec<u8> {
    let base = u32::try_from(alphabet.len()).unwrap_or(u32::MAX);
    let mut rest = number;
    let mut digits: Vec<u8> = (0..width)
        .filter_map(|_| {
            let digit = usize::try_from(rest % base).ok()?;
            rest /= base;
            alphabet.get(digit).copied()
        })
        .collect();
    digits.reverse();
    digits
}

/// Whether a token that is a JSON Web Token begins with a header: JSON that names an algorithm.
/// Any other token may begin as it likes.
pub(super) fn begins_rightly(format: &Format, token: &[u8]) -> bool {
    if format.verify != Some(Algorithm::Jwt) {
        return true;
    }
    let header = token.split(|byte| *byte == b'.').next().unwrap_or_default();
    // A header may be cut in the middle of a byte.
    let whole = header.get(..header.len() / 4 * 4).unwrap_or_default();
    let decoded = URL_SAFE_NO_PAD.decode(whole).unwrap_or_default();
    let name = b"\"alg\"";
    decoded.starts_with(b"{") && decoded.windows(name.len()).any(|part| part == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_that_others_compute() {
        // CRC-32 of "hello" is 0x3610a686.
        for (algorithm, text) in [
            (Algorithm::Base62, "ghp_hello0zNvy2"),
            (Algorithm::Hex, "zpka_hello_3610a686"),
            (Algorithm::HexOfAll, "hello_86a61036"),
            (Algorithm::Base36, "hello0f01gna"),
        ] {
            assert_eq!(fits(algorithm, text.as_bytes()), Some(true), "{text}");
            let other = text.replace("hello", "hallo");
            assert_eq!(fits(algorithm, other.as_bytes()), Some(false), "{other}");
        }
        assert_eq!(fits(Algorithm::Base62, b"ghp"), None);
        assert_eq!(fits(Algorithm::Base64, b"cfltshort"), None);
    }
}
