//! Keys whose private half everybody can have.

use crate::model::certificate::PublicKey;

include!(concat!(env!("OUT_DIR"), "/known_keys.rs"));

/// Where the private half of a key is published.
pub fn known_key(key: &PublicKey) -> Option<&'static str> {
    let found = KNOWN_KEYS.binary_search_by(|(hash, _)| hash.cmp(&key.spki));
    let (_, place) = KNOWN_KEYS.get(found.ok()?)?;
    Some(place)
}
