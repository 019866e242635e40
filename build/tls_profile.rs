//! `policies/knowledge/tls-profile.yaml` as one constant.

use std::path::Path;

use serde::Deserialize;

use crate::{Outcome, read_yaml};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Profile {
    name: String,
    version: String,
    day: String,
    protocols: Vec<String>,
    ciphers: Vec<String>,
    hsts: u64,
    hsts_least: u64,
}

/// The constant.
pub(crate) fn constant(root: &Path) -> Outcome<String> {
    let own: Profile = read_yaml(&root.join("policies/knowledge/tls-profile.yaml"))?;
    let hsts = separated(own.hsts);
    let least = separated(own.hsts_least);
    Ok(format!(
        "/// What a server should speak.\npub const TLS_PROFILE: TlsProfile = TlsProfile {{ name: {:?}, version: {:?}, day: {:?}, \
         protocols: &{:?}, ciphers: &{:?}, hsts: {hsts}, hsts_least: {least} }};\n",
        own.name, own.version, own.day, own.protocols, own.ciphers
    ))
}

/// A number with a line between each three digits.
fn separated(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}
