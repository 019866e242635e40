//! Public keys whose private keys everybody can have.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::{Outcome, read_yaml};

/// The table, in the order of the hashes.
pub(crate) fn known_keys(root: &Path) -> Outcome<String> {
    let all: BTreeMap<String, String> =
        read_yaml(&root.join("policies/knowledge/known-keys.yaml"))?;
    let mut code = String::from("static KNOWN_KEYS: &[([u8; 32], &str)] = &[\n");
    for (hash, place) in &all {
        let bytes: Option<Vec<u8>> = (0..32)
            .map(|at| u8::from_str_radix(hash.get(at * 2..at * 2 + 2)?, 16).ok())
            .collect();
        let bytes = bytes.filter(|_| hash.len() == 64 && *hash == hash.to_lowercase());
        let bytes =
            bytes.ok_or_else(|| format!("known-keys.yaml: {hash}: 64 hexadecimal digits"))?;
        let _ = writeln!(code, "({bytes:?}, {place:?}),");
    }
    code.push_str("];\n");
    Ok(code)
}
