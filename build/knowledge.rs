//! `policies/knowledge` as tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::emit::word;
use crate::policy::sorted_entries;
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

impl Seen {
    /// The month, where a day is known.
    fn month(seen: Option<&Self>) -> String {
        let date = seen.and_then(|seen| seen.date.as_deref());
        match date.and_then(|date| date.get(..7)) {
            Some(month) => format!("Some({})", borrowed(month)),
            None => "None".to_owned(),
        }
    }
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
        let in_url = self.shape == "url-userinfo";
        Ok(format!(
            "Use {{ product: {}, variable: {}, in_url: {in_url}, kind: {kind}, class: {class}, side: {side}, is_gone: {}, since: {}, until: {} }}",
            borrowed(&self.product),
            borrowed(if in_url { "" } else { &self.variable }),
            self.until.is_some(),
            Seen::month(self.since.as_ref()),
            Seen::month(self.until.as_ref()),
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
    let mut code = format!("static {name}: &[Value] = &[\n");
    for (value, uses) in values {
        let value = borrowed(value);
        let uses = uses.join(", ");
        let _ = writeln!(code, "({value}, Cow::Borrowed(&[{uses}])),");
    }
    code.push_str("];\n");
    code
}

/// A word of a table; files that a user adds at run time bring words of their own.
fn borrowed(word: &str) -> String {
    format!("Cow::Borrowed({word:?})")
}

fn borrowed_list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| borrowed(word)).collect();
    format!("Cow::Borrowed(&[{}])", words.join(", "))
}

/// The newest day that a file of the folder states, in its entries or in its comments.
pub(crate) fn newest_day(root: &Path) -> Outcome<String> {
    let mut newest = String::new();
    let files = sorted_entries(&root.join("policies/knowledge"))?;
    // The days of release lines are days to come.
    for file in files
        .iter()
        .filter(|file| !file.ends_with("lifecycles.yaml"))
    {
        let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let words = text.split(|c: char| !(c.is_ascii_digit() || c == '-'));
        let days = words.filter(|word| is_day(word));
        newest = days.max().unwrap_or_default().max(&newest).to_owned();
    }
    if newest.is_empty() {
        return Err("policies/knowledge: no file states a day".to_owned());
    }
    Ok(format!("const NEWEST_DAY: &str = {newest:?};\n"))
}

/// Whether a word is a day of this century such as `2026-01-31`.
fn is_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let within = |text: &str, digits: usize, range: std::ops::RangeInclusive<u16>| {
        text.len() == digits && text.parse().is_ok_and(|number| range.contains(&number))
    };
    within(year, 4, 2000..=2099) && within(month, 2, 1..=12) && within(day, 2, 1..=31)
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
            "Store {{ name: {}, kind: {kind}, images: {}, ports: Cow::Borrowed(&{:?}), variables: {} }},",
            borrowed(&store.name),
            borrowed_list(&store.images),
            store.ports,
            borrowed_list(&store.variables),
        );
    }
    code.push_str("];\n");
    Ok(code)
}

/// What is known of socket proxies: a list of words for each table.
pub(crate) fn socket_proxies(root: &Path) -> Outcome<String> {
    let path = root.join("policies/knowledge/socket-proxies.yaml");
    let lists: BTreeMap<String, Vec<String>> = read_yaml(&path)?;
    let mut code = String::new();
    for (name, words) in lists {
        let name = name.to_uppercase();
        let _ = writeln!(code, "static {name}: &[&str] = &{words:?};");
    }
    Ok(code)
}
