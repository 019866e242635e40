//! Values that look like tokens and are none: one character over and over, the alphabet in its
//! order, a pattern that repeats, words that say so.

/// Words that random text does not have, in capitals.
const SAYS_SO: [&[u8]; 9] = [
    b"EXAMPLE",
    b"XXXXX",
    b"CHANGEME",
    b"PLACEHOLDER",
    b"INSERT",
    b"REPLACE",
    b"REDACTED",
    b"DUMMY",
    b"YOUR",
];

/// The fewest different characters of a random value; a shorter one than this has no pattern.
const VARIETY: usize = 7;

/// Whether what is free of a token was written down, not drawn.
pub(super) fn is_filler(body: &[u8]) -> bool {
    variety(body) < VARIETY.min(body.len().div_ceil(2))
        || is_sequence(body)
        || repeats(body)
        || says_so(body)
}

/// How many different characters there are.
pub(super) fn variety(body: &[u8]) -> usize {
    let seen = body
        .iter()
        .filter(|byte| byte.is_ascii())
        .fold(0u128, |seen, byte| seen | 1 << byte);
    usize::try_from(seen.count_ones()).unwrap_or_default()
}

/// `0123456789abcdef`, `aabbccdd`: mostly steps of one, or of none.
fn is_sequence(body: &[u8]) -> bool {
    let steps = body.windows(2).filter(|pair| {
        matches!(pair, [a, b] if a.abs_diff(*b) <= 1 || matches!((a, b), (b'9', b'0' | b'a' | b'A')))
    });
    body.len() >= 8 && steps.count() * 2 > body.len()
}

/// `deadbeefdeadbeef`.
fn repeats(body: &[u8]) -> bool {
    (1..=16.min(body.len() / 2)).any(|period| {
        let later = body.iter().skip(period);
        later.zip(body).all(|(a, b)| a == b)
    })
}

fn says_so(body: &[u8]) -> bool {
    SAYS_SO.iter().any(|word| {
        body.windows(word.len())
            .any(|part| part.eq_ignore_ascii_case(word))
    })
}

/// Whether it reads like words that somebody joined: letters and signs, and not one digit.
pub(super) fn is_of_words(body: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| body.iter().any(is);
    !has(u8::is_ascii_digit)
        && (has(|byte| !byte.is_ascii_alphanumeric())
            || !has(u8::is_ascii_uppercase)
            || !has(u8::is_ascii_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_values_are_known() {
        for body in [
            &b"xxxxxxxxxxxxxxxxxxxxxxxx"[..],
            b"0123456789abcdef0123456789abcdef",
            b"1234567890abcdef1234567890abcdef",
            b"abcdefghijklmnopqrstuvwxyz012345",
            b"deadbeefdeadbeefdeadbeefdeadbeef",
            b"a1b2c3d4e5f6a1b2c3d4e5f6",
            b"IOSFODNN7EXAMPLE",
            b"00000000111122223333000000000000",
            b"YourKeyGoesHere123456789",
        ] {
            assert!(is_filler(body), "{}", String::from_utf8_lossy(body));
        }
        for body in [
            &b"9f1c07b3e84d2a65"[..],
            b"w7Uu0Zk3madeup2Vt9hQ",
            b"qkzvbnwtyrplmxaghdcj",
            b"hZ",
        ] {
            assert!(!is_filler(body), "{}", String::from_utf8_lossy(body));
        }
    }
}
