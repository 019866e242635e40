//! Private keys: whose they are and how they are protected. Nothing of the key itself is kept.

use ring::signature::{Ed25519KeyPair, KeyPair as _};
use sha2::{Digest as _, Sha256};

use crate::model::Span;
use crate::model::certificate::{KeyKind, PrivateKey, Protection, PublicKey};
use crate::syntax::der::{BIT_STRING, Der, INTEGER, OCTET_STRING, OID, SEQUENCE};

/// `rsaEncryption` with its empty parameters.
const RSA: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
/// `id-ecPublicKey`.
const EC: &[u8] = &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
/// `id-Ed25519`.
const ED25519: &[u8] = &[6, 3, 0x2b, 0x65, 0x70];

/// The private key of DER bytes, whatever their form: PKCS#8, encrypted or not, PKCS#1 or SEC1.
pub(super) fn private_key(der: &[u8], place: Option<Span>) -> Option<PrivateKey> {
    let mut parts = Der::new(der).tagged(SEQUENCE)?.inside();
    let clear = |public: Option<PublicKey>, family: &str| PrivateKey {
        place,
        public,
        family: Some(family.to_owned()),
        protection: None,
    };
    // An encrypted one begins with its algorithm, all others with a version.
    if parts.peek()?.tag == SEQUENCE {
        let algorithm = parts.next()?;
        parts.tagged(OCTET_STRING)?;
        return Some(PrivateKey {
            place,
            public: None,
            family: None,
            protection: Some(protection(algorithm.content)?),
        });
    }
    parts.tagged(INTEGER)?;
    match parts.peek()?.tag {
        INTEGER => Some(clear(rsa(der), "RSA")),
        OCTET_STRING => Some(clear(sec1(der, None), "EC")),
        SEQUENCE => {
            let algorithm = parts.next()?;
            let inside = parts.tagged(OCTET_STRING)?.content;
            let public = parts.find(|own| own.tag == 0xa1 || own.tag == 0x81);
            let public = public.and_then(|own| own.content.strip_prefix(&[0]));
            let mut names = algorithm.inside();
            Some(match names.next()?.oid()?.as_str() {
                "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => clear(rsa(inside), "RSA"),
                "1.2.840.10045.2.1" => {
                    let curve = names.tagged(OID).map(|own| own.raw);
                    clear(sec1(inside, curve), "EC")
                }
                "1.3.101.112" => clear(ed25519(inside, public), "Ed25519"),
                "1.3.101.113" => clear(None, "Ed448"),
                "1.2.840.10040.4.1" => clear(None, "DSA"),
                other => clear(None, other),
            })
        }
        _ => None,
    }
}

/// How an `AlgorithmIdentifier` encrypts with a password.
pub(super) fn protection(algorithm: &[u8]) -> Option<Protection> {
    let mut parts = Der::new(algorithm);
    let scheme = parts.next()?.oid()?;
    let mut parameters = parts.next()?.inside();
    if scheme != "1.2.840.113549.1.5.13" {
        // Salt and iterations.
        parameters.next()?;
        return Some(Protection {
            cipher: scheme,
            iterations: parameters.next().and_then(|own| own.number()),
        });
    }
    let mut derivation = parameters.tagged(SEQUENCE)?.inside();
    let function = derivation.next()?.oid()?;
    let mut how = derivation.next()?.inside();
    how.next()?;
    let second = how.next().and_then(|own| own.number());
    let mut cipher = parameters.tagged(SEQUENCE)?.inside();
    Some(Protection {
        cipher: cipher.next()?.oid()?,
        // The second number of scrypt is a cost of another kind.
        iterations: second.filter(|_| function == "1.2.840.113549.1.5.12"),
    })
}

fn rsa(pkcs1: &[u8]) -> Option<PublicKey> {
    let mut numbers = Der::new(pkcs1).tagged(SEQUENCE)?.inside();
    numbers.tagged(INTEGER)?;
    let (modulus, exponent) = (numbers.next()?, numbers.next()?);
    let both = [modulus.raw, exponent.raw].concat();
    let kind = KeyKind::Rsa {
        modulus: modulus.magnitude()?.to_vec(),
        exponent: exponent.magnitude()?.to_vec(),
    };
    Some(public(kind, RSA, &element(SEQUENCE, &both)))
}

/// The public key that an EC key brings with it; `None` where it does not.
fn sec1(der: &[u8], curve: Option<&[u8]>) -> Option<PublicKey> {
    let mut parts = Der::new(der).tagged(SEQUENCE)?.inside();
    parts.tagged(INTEGER)?;
    parts.tagged(OCTET_STRING)?;
    let mut curve = curve.map(<[u8]>::to_vec);
    let mut point = None;
    for part in parts {
        match part.tag {
            0xa0 => curve = curve.or_else(|| Some(part.inside().tagged(OID)?.raw.to_vec())),
            0xa1 => point = part.inside().tagged(BIT_STRING).and_then(|own| own.bits()),
            _ => {}
        }
    }
    let curve = curve?;
    let name = Der::new(&curve).next()?.oid();
    let algorithm = [EC, &curve].concat();
    Some(public(KeyKind::Ec(name), &algorithm, point?))
}

fn ed25519(inside: &[u8], public_key: Option<&[u8]>) -> Option<PublicKey> {
    let seed = Der::new(inside).tagged(OCTET_STRING)?.content;
    let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok();
    let own = pair.as_ref().map(|pair| pair.public_key().as_ref());
    Some(public(KeyKind::Ed25519, ED25519, own.or(public_key)?))
}

/// A public key with the hash of its SPKI, which is put together as certificates have it.
fn public(kind: KeyKind, algorithm: &[u8], key: &[u8]) -> PublicKey {
    let mut bits = vec![0];
    bits.extend_from_slice(key);
    let parts = [element(SEQUENCE, algorithm), element(BIT_STRING, &bits)];
    let spki = element(SEQUENCE, &parts.concat());
    PublicKey {
        kind,
        spki: Sha256::digest(spki).into(),
    }
}

/// An element with its header.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    let length = content.len().to_be_bytes();
    let zeros = length.iter().take_while(|byte| **byte == 0).count();
    let digits = length.get(zeros..).unwrap_or_default();
    match (digits, u8::try_from(digits.len())) {
        ([], _) => bytes.push(0),
        ([short], _) if *short < 0x80 => bytes.push(*short),
        (_, Ok(count)) => {
            bytes.push(0x80 | count);
            bytes.extend_from_slice(digits);
        }
        (_, Err(_)) => {}
    }
    bytes.extend_from_slice(content);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_der_wants_them() {
        assert_eq!(element(4, &[]), [4, 0]);
        assert_eq!(element(4, &[7; 127]).get(..2), Some(&[4, 127][..]));
        assert_eq!(element(4, &[7; 128]).get(..3), Some(&[4, 0x81, 128][..]));
        assert_eq!(element(4, &[7; 300]).get(..4), Some(&[4, 0x82, 1, 44][..]));
    }

    #[test]
    fn broken_keys_are_none() {
        for der in [
            &[][..],
            &[0x30, 0],
            &[0x30, 3, 2, 1, 0],
            &[0x30, 5, 2, 1, 0, 0x30, 0],
        ] {
            assert_eq!(private_key(der, None), None, "{der:?}");
        }
    }
}
