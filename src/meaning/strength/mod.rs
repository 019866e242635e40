//! How long a secret withstands guessing, by how people and products make them up.
//!
//! A value is read as a chain of pieces: words that everybody tries, names of the deployment, pinyin,
//! walks over a keyboard, sequences, dates, and for the rest single characters. Each piece costs the
//! guesses that it takes, and the cheapest chain counts. What is written in hexadecimal or base64
//! is judged by what it stands for.

mod chain;
mod encoded;
mod glyphs;
mod numbers;
mod runs;
mod vocabulary;

use chain::Chain;
use encoded::Decoded;

/// What is known about a value beside itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The variable that holds it.
    pub name: &'a str,
    /// Words that stand around it: products, services, users, hosts.
    pub words: &'a [&'a str],
    /// A key or token that machines hold, not a password that a person chose.
    pub is_key: bool,
}

/// Why a value is weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Built on a password that every list of leaked ones has.
    Common,
    /// Built on the name of a product, service, user or host.
    Name,
    /// Built on words that those who set up servers use.
    Words,
    /// Built on Chinese words or names in letters, or numbers that are read as words.
    Pinyin,
    /// Neighbouring keys of a keyboard.
    Keyboard,
    /// Sequences and repetitions.
    Pattern,
    /// Digits or dates.
    Digits,
    /// Too few characters.
    Short,
    /// Too few bits behind hexadecimal or base64.
    ShortKey,
    /// Few different bytes, or the same ones over and over.
    Uniform,
}

/// A weak value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weakness {
    /// What makes it weak.
    pub why: Why,
    /// Whether that holds of a text behind hexadecimal or base64.
    pub is_encoded: bool,
    /// About so many bits: the logarithm of the guesses, or the decoded length for
    /// [`Why::ShortKey`].
    pub bits: u32,
}

/// A password withstands 10¹⁰ guesses or it is weak: with a fast hash (SCRAM with few rounds, MD5)
/// one graphics card tries so many within a second to an hour, and a server that answers a thousand
/// log-ins a second has had a third of them after six weeks.
const PASSWORD_BITS: f64 = 33.2;

/// A key can be tested without asking anybody, as signatures are: one card tries 2⁴⁰ within minutes.
/// More is not asked of a text, since twelve random letters and digits may hold a word by chance.
const KEY_BITS: f64 = 40.0;

/// Shorter passwords are weak whatever they hold (NIST SP 800-63B-4, 3.1.1.2).
const SHORTEST: usize = 8;

/// Bits that a key has at least where its encoding shows them (NIST SP 800-131A).
const KEY_LENGTH: u32 = 112;

/// Why a value is weak, or `None` where it is not. Takes well under a millisecond for usual values,
/// and bounded time for any.
pub fn weakness(value: &str, about: &About<'_>) -> Option<Weakness> {
    // The digest of a password is none, and keys in PEM are judged as keys.
    if value.is_empty() || is_digest(value) || value.contains("-----BEGIN") {
        return None;
    }
    let decoded = encoded::decode(value);
    weak_text(value, about).or_else(|| weak_content(&decoded?, about))
}

/// `$2b$12$…`, `$argon2id$…`, `pbkdf2_sha256$…`, `SCRAM-SHA-256$…`, `{SSHA}…`.
fn is_digest(value: &str) -> bool {
    let crypt = value
        .strip_prefix('$')
        .and_then(|rest| rest.split_once('$'));
    crypt.is_some_and(|(kind, _)| !kind.is_empty() && kind.len() <= 12)
        || [
            "pbkdf2",
            "SCRAM-SHA-",
            "scrypt:",
            "{SSHA",
            "{SHA",
            "{CRYPT}",
        ]
        .iter()
        .any(|start| value.starts_with(start) && value.len() > 30)
}

/// Whether a text is weak as it stands.
fn weak_text(text: &str, about: &About<'_>) -> Option<Weakness> {
    let chain = Chain::cheapest(text, about);
    let limit = if about.is_key {
        KEY_BITS
    } else {
        PASSWORD_BITS
    };
    let length = text.chars().take(SHORTEST).count();
    let is_short = length < SHORTEST;
    if chain.bits >= limit && !is_short {
        return None;
    }
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let otherwise = if is_number { Why::Digits } else { Why::Short };
    Some(Weakness {
        why: chain.built_on().unwrap_or(otherwise),
        is_encoded: false,
        bits: whole(chain.bits),
    })
}

/// Whether what an encoding stands for is weak.
fn weak_content(decoded: &Decoded, about: &About<'_>) -> Option<Weakness> {
    if let Some(text) = &decoded.text {
        let weak = weak_text(text, about)?;
        return Some(Weakness {
            is_encoded: true,
            ..weak
        });
    }
    let bits = decoded.bits();
    let why = if encoded::is_uniform(&decoded.bytes) {
        Why::Uniform
    } else if about.is_key && decoded.is_sure && bits < KEY_LENGTH {
        Why::ShortKey
    } else {
        return None;
    };
    Some(Weakness {
        why,
        is_encoded: false,
        bits,
    })
}

/// Bits are told as whole numbers.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a range that fits"
)]
fn whole(bits: f64) -> u32 {
    bits.clamp(0.0, 100_000.0).round() as u32
}

#[cfg(test)]
mod tests;
