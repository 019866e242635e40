//! Who can sign a JSON Web Token: a token that a published key has signed can be made by anybody.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha384, Sha512};

use super::knowledge::Knowledge;
use super::published::{Class, Kind, Side, Use};

impl Knowledge {
    /// The published use of the key that has signed a token with HMAC (HS256, HS384, HS512), if anybody can look that key up. A
    /// key that works as shipped goes before one that only asks to be replaced, and one that a
    /// deployment itself accepts before others.
    pub fn jwt_signer(&self, token: &str) -> Option<&Use> {
        let signed = Signed::new(token)?;
        let signs = |entry: &&Use| matches!(entry.kind, Kind::SigningKey);
        let known = self
            .clear
            .iter()
            .filter(|(_, uses)| uses.iter().any(|entry| signs(&entry)));
        let (_, uses) = known.into_iter().find(|(key, _)| signed.is_by(key))?;
        uses.iter().filter(signs).min_by_key(|entry| {
            (
                entry.side != Side::Server,
                entry.class != Class::Default,
                entry.is_gone,
            )
        })
    }
}

/// A token in parts.
struct Signed<'t> {
    algorithm: Algorithm,
    /// The header and the claims, as they were signed.
    text: &'t [u8],
    signature: Vec<u8>,
}

enum Algorithm {
    Hs256,
    Hs384,
    Hs512,
}

impl<'t> Signed<'t> {
    fn new(token: &'t str) -> Option<Self> {
        let (text, signature) = token.trim().rsplit_once('.')?;
        let (header, _) = text.split_once('.')?;
        let header = URL_SAFE_NO_PAD.decode(header).ok()?;
        let header: serde_json::Value = serde_json::from_slice(&header).ok()?;
        let algorithm = match header.get("alg")?.as_str()? {
            "HS256" => Algorithm::Hs256,
            "HS384" => Algorithm::Hs384,
            "HS512" => Algorithm::Hs512,
            _ => return None,
        };
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        Some(Self {
            algorithm,
            text: text.as_bytes(),
            signature,
        })
    }

    fn is_by(&self, key: &str) -> bool {
        let decoded = || {
            let bare = key.trim_end_matches('=');
            STANDARD
                .decode(key)
                .or_else(|_| URL_SAFE_NO_PAD.decode(bare))
                .ok()
        };
        self.is_by_bytes(key.as_bytes()) || decoded().is_some_and(|key| self.is_by_bytes(&key))
    }

    fn is_by_bytes(&self, key: &[u8]) -> bool {
        match self.algorithm {
            Algorithm::Hs256 => verifies(Hmac::<Sha256>::new_from_slice(key), self),
            Algorithm::Hs384 => verifies(Hmac::<Sha384>::new_from_slice(key), self),
            Algorithm::Hs512 => verifies(Hmac::<Sha512>::new_from_slice(key), self),
        }
    }
}

fn verifies<M: Mac, E>(mac: Result<M, E>, signed: &Signed<'_>) -> bool {
    mac.is_ok_and(|mac| {
        mac.chain_update(signed.text)
            .verify_slice(&signed.signature)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(mac: impl Mac, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(mac.chain_update(text).finalize().into_bytes())
    }

    fn token(algorithm: &str, key: &[u8]) -> String {
        let header = format!("{{\"typ\":\"JWT\",\"alg\":\"{algorithm}\"}}");
        let text = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode("{\"role\":\"service_role\"}")
        );
        let signature = match algorithm {
            "HS384" => sum(Hmac::<Sha384>::new_from_slice(key).expect("a key"), &text),
            "HS512" => sum(Hmac::<Sha512>::new_from_slice(key).expect("a key"), &text),
            _ => sum(Hmac::<Sha256>::new_from_slice(key).expect("a key"), &text),
        };
        format!("{text}.{signature}")
    }

    /// The key that has signed a token, if it is one of these.
    fn jwt_signed_by<'k>(token: &str, mut keys: impl Iterator<Item = &'k str>) -> Option<&'k str> {
        let signed = Signed::new(token)?;
        keys.find(|key| signed.is_by(key))
    }

    #[test]
    fn the_key_that_signed_is_named() {
        let keys = ["another", "a made-up key", "bWFkZSB1cCBieXRlcw=="];
        for algorithm in ["HS256", "HS384", "HS512"] {
            let signed = token(algorithm, b"a made-up key");
            assert_eq!(
                jwt_signed_by(&signed, keys.into_iter()),
                Some("a made-up key")
            );
            let signed = token(algorithm, b"made up bytes");
            assert_eq!(jwt_signed_by(&signed, keys.into_iter()), Some(keys[2]));
            let signed = token(algorithm, b"nobody's");
            assert_eq!(jwt_signed_by(&signed, keys.into_iter()), None);
        }
        let other = token("RS256", b"a made-up key");
        for broken in [other.as_str(), "", "a.b.c", "..", "eyJhbGciOiJIUzI1NiJ9"] {
            assert_eq!(jwt_signed_by(broken, keys.into_iter()), None, "{broken}");
        }
        let signed = token("HS256", b"a made-up key");
        let (cut, _) = signed.split_at(signed.len() - 4);
        assert_eq!(jwt_signed_by(cut, keys.into_iter()), None);
    }

    #[test]
    fn every_published_signing_key_is_tried() {
        let knowledge = Knowledge::default();
        let mut tried = 0;
        for (key, uses) in knowledge.clear.iter() {
            if uses.iter().any(|entry| entry.kind == Kind::SigningKey) {
                let signer = knowledge.jwt_signer(&token("HS256", key.as_bytes()));
                assert_eq!(signer.map(|entry| entry.kind), Some(Kind::SigningKey));
                tried += 1;
            }
        }
        assert!(tried > 20, "{tried}");
        assert!(knowledge.jwt_signer(&token("HS256", b"nobody's")).is_none());
    }
}
