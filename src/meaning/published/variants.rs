//! Published values in another look: other capitals, an encoding more or less, a digest.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;
use sha2::{Digest as _, Sha512};

use super::super::forbidden::hexadecimal;
use super::{How, Use, Value, find, sha256};

/// Values of fewer characters turn up by chance, and so do texts behind base64.
const SHORTEST: usize = 4;
const SHORTEST_DECODED: usize = 6;

/// No published value is longer, encoded or not.
const LONGEST: usize = 2048;

/// Where published values are found by another look: their places in the table.
pub(in crate::meaning) struct Variants {
    folded: HashMap<String, Vec<usize>>,
    decoded: HashMap<String, Vec<usize>>,
    /// Made when something first looks like one.
    digests: OnceLock<HashMap<String, usize>>,
}

impl Variants {
    /// The other looks of all values in clear.
    pub(super) fn new(clear: &[Value]) -> Self {
        let mut made = Self {
            folded: HashMap::new(),
            decoded: HashMap::new(),
            digests: OnceLock::new(),
        };
        for (at, (value, _)) in clear.iter().enumerate() {
            if value.len() >= SHORTEST {
                let folded = made.folded.entry(value.to_lowercase());
                folded.or_default().push(at);
            }
            for text in decoded(value) {
                made.decoded.entry(text).or_default().push(at);
            }
        }
        made
    }

    /// The published values that a value is in another look, the surest first.
    pub(super) fn of<'t>(&self, value: &str, clear: &'t [Value]) -> Vec<(How, &'t [Use])> {
        if value.len() > LONGEST || value.len() < SHORTEST {
            return Vec::new();
        }
        let mut found: Vec<(How, &'t [Use])> = Vec::new();
        let at = |place: &usize| clear.get(*place).map(|(_, uses)| uses.as_ref());
        let texts = decoded(value);
        let decoded = texts.iter().filter_map(|text| find(clear, text));
        let encoded = self.decoded.get(value).into_iter().flatten();
        let encoded = encoded.filter_map(at);
        found.extend(decoded.chain(encoded).map(|uses| (How::Decoded, uses)));
        let digested = self.digested(value, clear).as_ref().and_then(at);
        let digest = find(clear, &sha256(value));
        let digests = digested.into_iter().chain(digest);
        found.extend(digests.map(|uses| (How::Digest, uses)));
        let folded = self.folded.get(&value.to_lowercase());
        let folded = folded.into_iter().flatten().filter_map(at);
        found.extend(folded.map(|uses| (How::Folded, uses)));
        found
    }

    /// The place of the value whose SHA-256 or SHA-512 this is, in hexadecimal.
    fn digested(&self, value: &str, clear: &[Value]) -> Option<usize> {
        let is_hexadecimal = value.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hexadecimal || !matches!(value.len(), 64 | 128) {
            return None;
        }
        let digests = self.digests.get_or_init(|| {
            let values = clear.iter().enumerate();
            let both = values.flat_map(|(at, (value, _))| {
                let long = hexadecimal(&Sha512::digest(value.as_bytes()));
                [(sha256(value), at), (long, at)]
            });
            both.collect()
        });
        digests.get(&value.to_ascii_lowercase()).copied()
    }
}

/// The texts that a value stands for, if it is base64 or has percent signs.
fn decoded(value: &str) -> Vec<String> {
    let forgiving = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let bytes = [&STANDARD, &URL_SAFE]
        .into_iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, forgiving).decode(value).ok());
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    // `echo secret | base64` leaves a line end.
    let text = text.map(|text| text.trim_end_matches(['\r', '\n']).to_owned());
    let is_shown = |text: &String| {
        text.len() >= SHORTEST_DECODED && !text.chars().any(|letter| letter.is_ascii_control())
    };
    let percent = match percent_decode_str(value).decode_utf8() {
        Ok(Cow::Owned(text)) => Some(text),
        _ => None,
    };
    text.filter(is_shown).into_iter().chain(percent).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Vec<Value> {
        let mut values = vec![
            "Made-Up-Vendor-Key",
            "bWFkZS11cC1zZWNyZXQ",
            "p%40ss-made-up",
        ];
        values.sort_unstable();
        let values = values.into_iter();
        values
            .map(|own| (Cow::Borrowed(own), Cow::Borrowed(&[][..])))
            .collect()
    }

    #[test]
    fn each_look_is_known() {
        let table = table();
        let variants = Variants::new(&table);
        let hash = sha256("Made-Up-Vendor-Key");
        for (value, how) in [
            ("made-up-vendor-KEY", Some(How::Folded)),
            ("TWFkZS1VcC1WZW5kb3ItS2V5", Some(How::Decoded)),
            ("TWFkZS1VcC1WZW5kb3ItS2V5Cg==", Some(How::Decoded)),
            ("Made%2DUp-Vendor-Key", Some(How::Decoded)),
            ("made-up-secret", Some(How::Decoded)),
            ("p@ss-made-up", Some(How::Decoded)),
            (hash.as_str(), Some(How::Digest)),
            (&hash.to_uppercase(), Some(How::Digest)),
            ("Made-Up-Vendor-Keys", None),
            ("", None),
        ] {
            let found = variants.of(value, &table);
            assert_eq!(found.first().map(|(how, _)| *how), how, "{value}");
        }
    }
}
