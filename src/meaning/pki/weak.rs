//! Whether a public key is any good: sizes, exponents, curves, and the marks that broken generators
//! leave.

use num_bigint::BigUint;

use crate::model::certificate::{KeyKind, PublicKey};

/// What is wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyWeakness {
    /// RSA with fewer bits than 2048, and how many.
    Small(usize),
    /// An exponent that is 1 or even: nothing is encrypted, or nothing can be decrypted.
    BrokenExponent,
    /// An exponent below 65537.
    SmallExponent(u64),
    /// A number of bits that is no multiple of 8, which some programs refuse.
    OddSize(usize),
    /// A curve that clients of today do not take, or that is too small.
    Curve,
    /// DSA, or something that no client of TLS knows.
    Algorithm,
    /// Made by a library of Infineon whose primes have a pattern (ROCA).
    Roca,
    /// The two primes are so close together that anybody finds them (Fermat).
    ClosePrimes,
    /// The modulus has a small factor.
    SmallFactor(u32),
}

impl KeyWeakness {
    /// Whether anybody can work out the private key, or the key protects nothing at all.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::BrokenExponent | Self::Roca | Self::ClosePrimes | Self::SmallFactor(_)
        )
    }
}

/// The curves that clients know: P-256, P-384, P-521.
const CURVES: [&str; 3] = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];

/// Primes up to here are tried as factors.
const LARGEST_FACTOR: u32 = 1_000;

/// So many steps of Fermat's method are made; primes that were drawn apart need some 10^300.
const STEPS: u32 = 100;

/// Larger moduli are not worked on: nobody has them, and they take long.
const LARGEST: usize = 16_384;

/// What is wrong with a public key.
pub fn weaknesses(key: &PublicKey) -> Vec<KeyWeakness> {
    match &key.kind {
        KeyKind::Rsa { modulus, exponent } => {
            rsa(key.kind.rsa_bits().unwrap_or(0), modulus, exponent)
        }
        KeyKind::Ec(Some(curve)) if CURVES.contains(&curve.as_str()) => Vec::new(),
        KeyKind::Ec(_) => vec![KeyWeakness::Curve],
        KeyKind::Dsa => vec![KeyWeakness::Algorithm],
        // New ones appear, and are not weak for being new.
        KeyKind::Ed25519 | KeyKind::Ed448 | KeyKind::Other(_) => Vec::new(),
    }
}

fn rsa(bits: usize, modulus: &[u8], exponent: &[u8]) -> Vec<KeyWeakness> {
    let mut found = Vec::new();
    if bits < 2048 {
        found.push(KeyWeakness::Small(bits));
    } else if !bits.is_multiple_of(8) {
        found.push(KeyWeakness::OddSize(bits));
    }
    let is_even = exponent.last().is_none_or(|last| last % 2 == 0);
    if is_even || exponent == [1] {
        found.push(KeyWeakness::BrokenExponent);
    } else if exponent.len() < 3 {
        let value = exponent
            .iter()
            .fold(0, |all, byte| all << 8 | u64::from(*byte));
        found.push(KeyWeakness::SmallExponent(value));
    }
    if bits > LARGEST {
        return found;
    }
    if let Some(factor) = small_factor(modulus) {
        found.push(KeyWeakness::SmallFactor(factor));
    } else if has_roca_pattern(modulus) {
        found.push(KeyWeakness::Roca);
    } else if has_close_primes(modulus) {
        found.push(KeyWeakness::ClosePrimes);
    }
    found
}

/// The rest of a number, the highest byte first, by a small divisor.
fn rest(number: &[u8], by: u32) -> u32 {
    let (head, words) = number.split_at(number.len() % 4);
    let by = u64::from(by);
    let start = head
        .iter()
        .fold(0u64, |all, byte| all << 8 | u64::from(*byte))
        % by;
    let all = words.chunks_exact(4).fold(start, |all, word| {
        let word = word
            .iter()
            .fold(0u64, |all, byte| all << 8 | u64::from(*byte));
        (all << 32 | word) % by
    });
    u32::try_from(all).unwrap_or(0)
}

fn small_factor(modulus: &[u8]) -> Option<u32> {
    let is_prime = |number: &u32| {
        (2..*number)
            .take_while(|by| by * by <= *number)
            .all(|by| !number.is_multiple_of(by))
    };
    // Several primes at a time: dividing the long number is what takes time.
    let mut batch = Vec::new();
    let mut product: u32 = 1;
    let divides = |batch: &[u32], product: u32| {
        let rest = rest(modulus, product);
        batch
            .iter()
            .copied()
            .find(|prime| rest.is_multiple_of(*prime))
    };
    for prime in (2..LARGEST_FACTOR).filter(is_prime) {
        if let Some(next) = product.checked_mul(prime) {
            product = next;
        } else {
            if let Some(found) = divides(&batch, product) {
                return Some(found);
            }
            batch.clear();
            product = prime;
        }
        batch.push(prime);
    }
    divides(&batch, product)
}

/// The published discriminator: such a modulus is a power of 65537 by each of these primes, which one
/// that was drawn by chance is by all of them once in 10^8 cases.
fn has_roca_pattern(modulus: &[u8]) -> bool {
    const PRIMES: [u32; 38] = [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89,
        97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
    ];
    PRIMES.iter().all(|prime| {
        let wanted = rest(modulus, *prime);
        let mut power = 1;
        (0..*prime).any(|_| {
            let found = power == wanted;
            power = power * (65_537 % prime) % prime;
            found
        })
    })
}

/// Fermat's method: a modulus of two primes that are close together is the difference of two squares
/// near its root.
fn has_close_primes(modulus: &[u8]) -> bool {
    let number = BigUint::from_bytes_be(modulus);
    let mut root = number.sqrt();
    if &root * &root == number {
        return true;
    }
    root += 1u32;
    let mut difference = &root * &root - &number;
    for _ in 0..STEPS {
        if is_square(&difference) {
            return true;
        }
        difference += &root + &root + 1u32;
        root += 1u32;
    }
    false
}

/// Whether a number is a square. Most are not by their rests alone, which are quickly had.
fn is_square(number: &BigUint) -> bool {
    const BY: u32 = 63 * 65 * 11;
    let rest = number % BY;
    let rest = rest.iter_u32_digits().next().unwrap_or(0);
    let may_be = [63, 65, 11].iter().all(|by| {
        let wanted = rest % by;
        (0..*by).any(|own| own * own % by == wanted)
    });
    may_be && {
        let root = number.sqrt();
        &root * &root == *number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_are_those_of_division() {
        let number = BigUint::parse_bytes(b"123456789012345678901234567890123", 10).unwrap();
        let bytes = number.to_bytes_be();
        for by in [2u32, 3, 997, 65_537, 4_000_000_007] {
            let expected = &number % by;
            assert_eq!(BigUint::from(rest(&bytes, by)), expected);
        }
    }

    #[test]
    fn squares_are_known() {
        for own in 0u32..2_000 {
            let root = (f64::from(own)).sqrt().round();
            let expected = (root * root - f64::from(own)).abs() < 0.5;
            assert_eq!(is_square(&BigUint::from(own)), expected, "{own}");
        }
    }

    #[test]
    fn primes_that_are_close_are_found() {
        // Two Mersenne-like numbers that differ in their last digits.
        let one = BigUint::from(2u32).pow(521) - 1u32;
        let product = (&one * (&one + 1_000u32)).to_bytes_be();
        assert!(has_close_primes(&product));
        let far = (&one * (BigUint::from(2u32).pow(607) - 1u32)).to_bytes_be();
        assert!(!has_close_primes(&far));
        assert!(!has_roca_pattern(&far));
        assert_eq!(small_factor(&far), None);
        let small = (&one * 977u32).to_bytes_be();
        assert_eq!(small_factor(&small), Some(977));
    }

    #[test]
    fn powers_of_the_generator_have_the_pattern() {
        let power = BigUint::from(65_537u32).pow(60).to_bytes_be();
        assert!(has_roca_pattern(&power));
    }
}
