//! `policies/knowledge/services.yaml` as tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::emit::word;
use crate::{Outcome, read_yaml};

const ROLES: [&str; 4] = ["sandbox", "runner", "front", "proxy"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Services {
    roles: BTreeMap<String, Vec<String>>,
    auth: Vec<Auth>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Auth {
    product: String,
    images: Vec<String>,
    #[serde(default)]
    never: bool,
    #[serde(default)]
    off: Vec<Sign>,
    #[serde(default)]
    on: Vec<Sign>,
    #[serde(default)]
    credentials: Vec<String>,
    #[serde(default)]
    credential_flags: Vec<String>,
    otherwise: Option<String>,
    on_since: Option<u32>,
    #[serde(default)]
    switch: String,
    #[serde(default)]
    ports: Vec<u16>,
    sure: Option<bool>,
    /// Where the fact was read: for people.
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    env: Option<String>,
    flag: Option<String>,
    is: Option<String>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

impl Sign {
    fn literal(&self) -> Outcome<String> {
        let (is_flag, name) = match (&self.env, &self.flag) {
            (Some(name), None) => (false, name),
            (None, Some(name)) => (true, name),
            _ => return Err("a sign is an env or a flag".to_owned()),
        };
        let is = match &self.is {
            Some(is) => word("Is", is, &["enabled", "disabled", "set", "given"])?,
            None if self.values.is_empty() => return Err(format!("{name}: is or values")),
            None => format!("Is::OneOf(&{:?})", self.values),
        };
        Ok(format!(
            "Sign {{ is_flag: {is_flag}, name: {name:?}, is: {is}, unless: &{:?} }}",
            self.unless
        ))
    }
}

impl Auth {
    fn literal(&self) -> Outcome<String> {
        let list = |signs: &[Sign]| -> Outcome<String> {
            let signs: Outcome<Vec<String>> = signs.iter().map(Sign::literal).collect();
            Ok(signs?.join(", "))
        };
        let otherwise = self.otherwise.as_deref().unwrap_or("unknown");
        let otherwise = word("Otherwise", otherwise, &["off", "factory", "unknown"])?;
        if self.source.is_empty() {
            return Err("source: at least one".to_owned());
        }
        if otherwise != "Otherwise::Unknown" && self.switch.is_empty() {
            return Err("switch: what is missing".to_owned());
        }
        Ok(format!(
            "Entry {{ product: {:?}, images: &{:?}, never: {}, off: &[{}], on: &[{}], credentials: &{:?}, \
             flags: &{:?}, otherwise: {otherwise}, on_since: {:?}, switch: {:?}, ports: &{:?}, is_sure: {} }}",
            self.product,
            self.images,
            self.never,
            list(&self.off)?,
            list(&self.on)?,
            self.credentials,
            self.credential_flags,
            self.on_since,
            self.switch,
            self.ports,
            self.sure.unwrap_or(true),
        ))
    }
}

/// Roles by image, and how products ask for credentials: two sources.
pub(crate) fn tables(root: &Path) -> Outcome<(String, String)> {
    let services: Services = read_yaml(&root.join("policies/knowledge/services.yaml"))?;
    let mut roles = String::from("static ROLES: &[(Role, &[&str])] = &[\n");
    for (role, images) in &services.roles {
        let role = word("Role", role, &ROLES).map_err(|e| format!("services.yaml: {e}"))?;
        let _ = writeln!(roles, "({role}, &{images:?}),");
    }
    roles.push_str("];\n");
    let mut auth = String::from("static AUTH: &[Entry] = &[\n");
    for entry in &services.auth {
        let place = |reason: String| format!("services.yaml: {}: {reason}", entry.product);
        let _ = writeln!(auth, "{},", entry.literal().map_err(place)?);
    }
    auth.push_str("];\n");
    Ok((roles, auth))
}
