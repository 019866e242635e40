//! bcrypt digests of published values. Each guess is slow by intent, so few are made.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::alphabet::BCRYPT;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::super::knowledge::Knowledge;
use super::super::secrets::Secret;
use super::{FAR, How, Published, best, is_for, opens};

/// Costlier digests are left alone: a guess takes half a second and more.
const COSTLIEST: u32 = 12;

/// Rounds that one digest may take: 8 guesses of cost 12, 32 of cost 10, some two seconds.
const ROUNDS: u64 = 1 << 15;

/// Rounds that all digests of a scan may take. Deployments hold one or two; what holds hundreds
/// is there to keep a scanner busy.
const ALL_ROUNDS: u64 = 1 << 18;

/// bcrypt reads so many bytes, with a zero at the end.
const READ: usize = 72;

/// What digests were found to be.
#[derive(Default)]
pub(in crate::meaning) struct Digests {
    /// Whether a digest is that of the value at a place in the table.
    tried: Mutex<HashMap<(String, usize), bool>>,
    /// Rounds so far.
    spent: AtomicU64,
}

impl Digests {
    /// Whether a digest is that of a value.
    fn is_of(&self, digest: &Digest<'_>, (at, value): (usize, &str)) -> bool {
        let tried = || self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (digest.written.to_owned(), at);
        let known = tried().get(&key).copied();
        known.unwrap_or_else(|| {
            let rounds = digest.rounds();
            let is_over = self.spent.fetch_add(rounds, Ordering::Relaxed) > ALL_ROUNDS;
            let is_same = !is_over && digest.is_of(value);
            tried().insert(key, is_same);
            is_same
        })
    }
}

/// The published value whose bcrypt digest a secret is. Tried are those of its variable, then those
/// of products that run nearby.
pub(super) fn of<'k>(
    knowledge: &'k Knowledge,
    secret: &Secret<'_>,
    nearness: &impl Fn(&str) -> usize,
) -> Option<Published<'k>> {
    let digest = Digest::parse(secret.value.expose())?;
    let mut candidates = Vec::new();
    for (at, (value, uses)) in knowledge.clear.iter().enumerate() {
        let fitting = uses.iter().filter(|entry| opens(entry));
        let ranks = fitting.map(|entry| (!is_for(entry, secret), nearness(&entry.product)));
        if let Some(rank) = ranks.min().filter(|(other, rank)| !other || *rank < FAR) {
            candidates.push((rank, at, value, uses));
        }
    }
    candidates.sort_by_key(|(rank, at, ..)| (*rank, *at));
    let most = usize::try_from(ROUNDS / digest.rounds()).unwrap_or(1);
    let mut tried = candidates.into_iter().take(most);
    let (.., uses) =
        tried.find(|(_, at, value, _)| knowledge.digests.is_of(&digest, (*at, value)))?;
    best(uses.iter(), How::Digest, secret, nearness)
}

/// A bcrypt digest: `$2b$12$`, 22 characters of salt, 31 of hash.
struct Digest<'v> {
    written: &'v str,
    cost: u32,
    salt: [u8; 16],
    hash: Vec<u8>,
}

impl<'v> Digest<'v> {
    fn parse(written: &'v str) -> Option<Self> {
        let rest = ["$2a$", "$2b$", "$2y$"]
            .iter()
            .find_map(|kind| written.strip_prefix(kind))?;
        let (cost, rest) = rest.split_once('$')?;
        let cost = cost
            .parse()
            .ok()
            .filter(|cost| (4..=COSTLIEST).contains(cost))?;
        let loose = GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::RequireNone)
            .with_decode_allow_trailing_bits(true);
        let engine = GeneralPurpose::new(&BCRYPT, loose);
        let salt = engine.decode(rest.get(..22)?).ok()?;
        let hash = engine.decode(rest.get(22..)?).ok()?;
        Some(Self {
            written,
            cost,
            salt: salt.try_into().ok()?,
            hash,
        })
        .filter(|own| own.hash.len() == 23)
    }

    fn rounds(&self) -> u64 {
        1 << self.cost
    }

    fn is_of(&self, value: &str) -> bool {
        let mut key: Vec<u8> = value.bytes().chain([0]).collect();
        key.truncate(READ);
        // The last byte is not kept.
        bcrypt::bcrypt(self.cost, self.salt, &key).starts_with(&self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test vectors of jBCrypt: the digest of "abc" with cost 6, and that of nothing.
    #[test]
    fn a_digest_is_of_its_value_only() {
        let written = "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i";
        let digest = Digest::parse(written).expect("a digest");
        assert!(digest.is_of("abc"));
        assert!(!digest.is_of("abd"));
        let digests = Digests::default();
        for _ in 0..2 {
            assert!(digests.is_of(&digest, (0, "abc")));
            assert!(!digests.is_of(&digest, (1, "abd")));
        }
        assert_eq!(digests.spent.load(Ordering::Relaxed), 128);
    }

    #[test]
    fn what_is_no_digest_or_too_slow_is_left_alone() {
        for text in [
            "$2a$13$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
            "$2a$99$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
            "$2x$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
            "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0",
            "$2a$06$If6bvum7DFjUnE9p2uDe密u0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
            "$2a$06$",
            "",
        ] {
            assert!(Digest::parse(text).is_none(), "{text}");
        }
    }
}
