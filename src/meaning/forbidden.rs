//! Passwords that a company forbids, known by slow salted hashes only.
//!
//! One salt for the whole file: a value of a deployment is derived once and then looked up, however
//! many passwords are forbidden. Whoever steals the file has to derive each guess as slowly.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use pbkdf2::pbkdf2_hmac;
use sha2::{Digest, Sha256};

/// Bytes of a derived value.
const LENGTH: usize = 32;

/// How a value becomes a hash: PBKDF2 with HMAC-SHA-256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// The salt, at least [`Derivation::SHORTEST_SALT`] bytes.
    pub salt: Vec<u8>,
    /// How often the hash is iterated, within [`Derivation::ITERATIONS`].
    pub iterations: u32,
    /// Whether upper and lower case are the same: the hash is that of the value in lower case.
    pub fold: bool,
}

impl Derivation {
    /// The name of the algorithm in files.
    pub const ALGORITHM: &'static str = "pbkdf2-sha256";
    /// Bytes that a salt has at least.
    pub const SHORTEST_SALT: usize = 16;
    /// Fewer iterations protect nothing; with more a scan would take too long.
    pub const ITERATIONS: std::ops::RangeInclusive<u32> = 1_000..=100_000;
    /// Iterations of new files: about 2 ms for each value of a deployment.
    pub const USUAL_ITERATIONS: u32 = 10_000;

    /// The hash of a value, in lower-case hexadecimal.
    pub fn hash(&self, value: &str) -> String {
        let folded = self.fold.then(|| value.to_lowercase());
        let value = folded.as_deref().unwrap_or(value);
        let mut derived = [0; LENGTH];
        pbkdf2_hmac::<Sha256>(value.as_bytes(), &self.salt, self.iterations, &mut derived);
        hexadecimal(&derived)
    }
}

/// A password that a company forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForbiddenEntry {
    /// Its hash, in lower-case hexadecimal.
    pub hash: String,
    /// What the company calls it.
    pub label: Option<String>,
    /// Why it is forbidden.
    pub reason: Option<String>,
}

/// The passwords that a company forbids.
pub struct Forbidden {
    derivation: Derivation,
    entries: Vec<ForbiddenEntry>,
    /// What was asked before: the number of the entry by the SHA-256 of the value.
    asked: Mutex<HashMap<[u8; LENGTH], Option<usize>>>,
}

impl Forbidden {
    /// Passwords by their hashes.
    pub fn new(derivation: Derivation, entries: Vec<ForbiddenEntry>) -> Self {
        Self {
            derivation,
            entries,
            asked: Mutex::default(),
        }
    }

    /// How values become hashes.
    pub fn derivation(&self) -> &Derivation {
        &self.derivation
    }

    /// All entries.
    pub fn entries(&self) -> &[ForbiddenEntry] {
        &self.entries
    }

    /// The entry that forbids a value. The first time it takes as long as the derivation.
    pub fn find(&self, value: &str) -> Option<&ForbiddenEntry> {
        let key: [u8; LENGTH] = Sha256::digest(value.as_bytes()).into();
        let asked = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let known = asked().get(&key).copied();
        let number = known.unwrap_or_else(|| {
            let hash = self.derivation.hash(value);
            let number = self.entries.iter().position(|entry| entry.hash == hash);
            asked().insert(key, number);
            number
        });
        number.and_then(|number| self.entries.get(number))
    }
}

/// Bytes in lower-case hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The bytes of a hexadecimal text.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect();
    let digits = digits?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some(high * 16 + low),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test vector of RFC 7914, section 11: password `passwd`, salt `salt`, one iteration.
    #[test]
    fn derives_as_the_standard_says() {
        let derivation = Derivation {
            salt: b"salt".to_vec(),
            iterations: 1,
            fold: false,
        };
        let hash = derivation.hash("passwd");
        assert!(
            hash.starts_with("55ac046e56e3089fec1691c22544b605"),
            "{hash}"
        );
    }

    #[test]
    fn finds_the_exact_value_or_the_folded_one() {
        for (fold, value, found) in [
            (false, "Made-Up-One", true),
            (false, "made-up-one", false),
            (true, "mADE-up-one", true),
            (true, "made-up-one ", false),
        ] {
            let derivation = Derivation {
                salt: vec![7; 16],
                iterations: 1_000,
                fold,
            };
            let entry = ForbiddenEntry {
                hash: derivation.hash("Made-Up-One"),
                label: None,
                reason: None,
            };
            let forbidden = Forbidden::new(derivation, vec![entry]);
            assert_eq!(forbidden.find(value).is_some(), found, "{value} {fold}");
            assert_eq!(forbidden.find(value).is_some(), found, "{value} again");
        }
    }

    #[test]
    fn hexadecimal_goes_both_ways() {
        assert_eq!(bytes("00fF1a"), Some(vec![0, 255, 26]));
        assert_eq!(hexadecimal(&[0, 255, 26]), "00ff1a");
        assert_eq!(bytes("0"), None);
        assert_eq!(bytes("0g"), None);
    }
}
