//! `policies/knowledge` as tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::emit::word;
use crate::{Outcome, read_yaml};

/// A weakness of the Common Weakness Enumeration.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weakness {
    name: String,
    guid: String,
}

/// The weaknesses that rules name.
pub(crate) fn weaknesses(root: &Path) -> Outcome<BTreeMap<u16, Weakness>> {
    read_yaml(&root.join("policies/knowledge/cwe.yaml"))
}

/// The weaknesses as a table.
pub(crate) fn weakness_table(cwe: &BTreeMap<u16, Weakness>) -> String {
    let mut code = String::from("static WEAKNESSES: &[Weakness] = &[\n");
    for (number, weakness) in cwe {
        let _ = writeln!(
            code,
            "Weakness {{ number: {number}, name: {:?}, guid: {:?} }},",
            weakness.name, weakness.guid
        );
    }
    code.push_str("];\n");
    code
}

#[derive(Deserialize)]
struct Defaults {
    entries: Vec<Default>,
}

/// An entry of `default-secrets.yaml`; the other fields are provenance for people.
#[derive(Deserialize)]
struct Default {
    product: String,
    variable: String,
    value: Option<String>,
    value_sha256: Option<String>,
    kind: String,
    class: String,
    side: String,
    shape: String,
    since: Option<Seen>,
    until: Option<Seen>,
}

#[derive(Deserialize)]
struct Seen {
    date: Option<String>,
}

impl Default {
    fn literal(&self) -> Outcome<String> {
        let place = |reason: String| format!("default-secrets.yaml: {}: {reason}", self.variable);
        let known = ["password", "signing-key", "api-key", "token", "username"];
        let kind = word(
            "Kind",
            &self.kind.replace('-', "_"),
            &known
                .map(|k| k.replace('-', "_"))
                .each_ref()
                .map(String::as_str),
        )
        .map_err(place)?
        .replace("Signing_key", "SigningKey")
        .replace("Api_key", "ApiKey");
        let side = word("Side", &self.side, &["server", "client"]).map_err(place)?;
        let class = word("Class", &self.class, &["default", "placeholder"]).map_err(place)?;
        let date = |seen: &Option<Seen>| seen.as_ref().and_then(|seen| seen.date.clone());
        let in_url = self.shape == "url-userinfo";
        Ok(format!(
            "Use {{ product: {:?}, variable: {:?}, in_url: {in_url}, kind: {kind}, class: {class}, side: {side}, since: {:?}, until: {:?} }}",
            self.product,
            if in_url { "" } else { self.variable.as_str() },
            date(&self.since),
            date(&self.until),
        ))
    }
}

/// Published values, sorted for binary search: in clear, and as SHA-256 where the value may be
/// somebody's live credential.
pub(crate) fn published(root: &Path) -> Outcome<String> {
    let defaults: Defaults = read_yaml(&root.join("policies/knowledge/default-secrets.yaml"))?;
    let mut clear: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut hashed: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in &defaults.entries {
        match (&entry.value, &entry.value_sha256) {
            (Some(value), None) => clear.entry(value).or_default().push(entry.literal()?),
            (None, Some(hash)) => hashed.entry(hash).or_default().push(entry.literal()?),
            _ => {
                return Err(format!(
                    "default-secrets.yaml: {}: one value",
                    entry.variable
                ));
            }
        }
    }
    Ok(published_table("CLEAR", &clear) + &published_table("HASHED", &hashed))
}

fn published_table(name: &str, values: &BTreeMap<&str, Vec<String>>) -> String {
    let mut code = format!("static {name}: &[(&str, &[Use])] = &[\n");
    for (value, uses) in values {
        let _ = writeln!(code, "({value:?}, &[{}]),", uses.join(", "));
    }
    code.push_str("];\n");
    code
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stores {
    stores: Vec<Store>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Store {
    name: String,
    kind: String,
    images: Vec<String>,
    ports: Vec<u16>,
    #[serde(default)]
    variables: Vec<String>,
}

/// Data stores, model servers and their ports.
pub(crate) fn stores(root: &Path) -> Outcome<String> {
    let all: Stores = read_yaml(&root.join("policies/knowledge/stores.yaml"))?;
    let mut code = String::from("static STORES: &[Store] = &[\n");
    for store in &all.stores {
        let kind = word("StoreKind", &store.kind, &["data", "model", "admin"])
            .map_err(|reason| format!("stores.yaml: {}: {reason}", store.name))?;
        let _ = writeln!(
            code,
            "Store {{ name: {:?}, kind: {kind}, images: &{:?}, ports: &{:?}, variables: &{:?} }},",
            store.name, store.images, store.ports, store.variables
        );
    }
    code.push_str("];\n");
    Ok(code)
}
