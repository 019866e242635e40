//! PFX files: how they are protected, and what is in those that anybody opens.

use p12_keystore::{KeyStore, KeyStoreEntry, Pkcs12ImportPolicy};

use super::keys::{private_key, protection};
use crate::model::certificate::{Bundle, Certificate, Form, Mac, Opened, Pkcs12, Source};
use crate::syntax::pkcs12;

/// Passwords that documentation, tools and habit give to such files.
const PUBLISHED: [&str; 14] = [
    "changeit",
    "changeme",
    "password",
    "secret",
    "123456",
    "12345678",
    "1234",
    "test",
    "admin",
    "pass",
    "notasecret",
    "export",
    "keystore",
    "P@ssw0rd",
];

/// So many rounds of hashing are spent on opening one file.
const MOST_ROUNDS: u64 = 400_000;

/// A PFX file with what could be read of it.
pub(super) fn pfx(name: &str, bytes: &[u8]) -> Option<Bundle> {
    let read = pkcs12::read(bytes)?;
    let encryption: Vec<_> = read
        .encryption
        .iter()
        .filter_map(|own| protection(own))
        .collect();
    let mac = read.mac.map(|(algorithm, iterations)| Mac {
        algorithm,
        iterations,
    });
    let rounds = encryption.iter().map(|own| own.iterations.unwrap_or(1));
    let rounds: u64 = rounds
        .chain(mac.as_ref().map(|mac| mac.iterations))
        .fold(0, u64::saturating_add);
    let is_unknown = encryption.len() < read.encryption.len();
    let mut facts = Pkcs12 {
        has_open_key: read.has_open_key,
        opened: Opened::No,
        encryption,
        mac,
    };
    let mut bundle = Bundle::new(name, Source::File, Form::Jks);
    let needs_none = facts.encryption.is_empty() && facts.mac.is_none() && !is_unknown;
    let passwords = [""].into_iter().chain(PUBLISHED);
    let mut spent = 0;
    for password in passwords {
        spent += rounds;
        if spent > MOST_ROUNDS {
            break;
        }
        let Ok(store) = KeyStore::from_pkcs12(bytes, password, Pkcs12ImportPolicy::Relaxed) else {
            continue;
        };
        facts.opened = match password {
            _ if needs_none => Opened::Unneeded,
            "" => Opened::Empty,
            _ => Opened::Published,
        };
        take(&mut bundle, &store);
        break;
    }
    bundle.form = Form::Pkcs12(facts);
    Some(bundle)
}

fn take(bundle: &mut Bundle, store: &KeyStore) {
    let mut add = |der: &[u8]| {
        if let Ok(own) = Certificate::from_der(der, None)
            && !bundle
                .certificates
                .iter()
                .any(|other| other.sha256 == own.sha256)
        {
            bundle.certificates.push(own);
        }
    };
    let mut keys = Vec::new();
    for (_, entry) in store.entries() {
        match entry {
            KeyStoreEntry::PrivateKeyChain(chain) => {
                for own in chain.certs() {
                    add(own.as_der());
                }
                keys.extend(private_key(chain.key().as_der(), None));
            }
            KeyStoreEntry::Certificate(own) => add(own.as_der()),
            KeyStoreEntry::Secret(_) => {}
        }
    }
    bundle.keys = keys;
}

/// Whether a cipher, or a scheme of encryption with a password, does not hold: RC2, RC4, DES, or keys
/// that are made with MD5. Triple DES is old, and nobody should choose it.
pub fn is_weak_cipher(name: &str) -> bool {
    // The old schemes of PKCS#5 and of PKCS#12, and the ciphers by themselves.
    let schemes = ["1.2.840.113549.1.5.", "1.2.840.113549.1.12.1."];
    let ciphers = [
        "1.2.840.113549.3.2",
        "1.2.840.113549.3.4",
        "1.2.840.113549.3.7",
        "1.3.14.3.2.7",
        "DES-CBC",
        "DES-EDE3-CBC",
        "RC2-CBC",
        "RC4",
    ];
    schemes.iter().any(|scheme| name.starts_with(scheme)) || ciphers.contains(&name)
}

/// Whether the hash of an integrity is MD5 or SHA-1.
pub fn is_weak_mac(oid: &str) -> bool {
    ["1.2.840.113549.2.5", "1.3.14.3.2.26"].contains(&oid)
}
