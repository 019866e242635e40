//! `policies/knowledge/powers.yaml` as a table.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::emit::word;
use crate::{Outcome, read_yaml};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct All {
    products: Vec<Product>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Product {
    name: String,
    images: Vec<String>,
    #[serde(default)]
    signs: Vec<String>,
    #[serde(default)]
    encrypts: Vec<String>,
    #[serde(default)]
    inner: Vec<String>,
    requests: Option<May>,
    code: Option<May>,
    #[serde(default)]
    commands_engine: bool,
    #[serde(default)]
    prompts: bool,
    config_key: Option<ConfigKey>,
    spawns: Option<ConfigKey>,
    /// For people; a row without one is refused.
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum May {
    Word(String),
    Unless(Unless),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unless {
    unless: String,
    is: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigKey {
    section: String,
    key: String,
    #[serde(default)]
    client: String,
}

impl May {
    fn literal(own: Option<&Self>) -> Outcome<String> {
        Ok(match own {
            None => "May::Never".to_owned(),
            Some(Self::Word(always)) if always == "always" => "May::Always".to_owned(),
            Some(Self::Word(other)) => return Err(format!("{other} is not always")),
            Some(Self::Unless(own)) => format!(
                "May::Unless {{ variable: {:?}, is: {} }}",
                own.unless,
                word("Prevents", &own.is, &["enabled", "set"])?,
            ),
        })
    }
}

impl ConfigKey {
    fn literal(own: Option<&Self>) -> String {
        own.map_or_else(
            || "None".to_owned(),
            |own| {
                format!(
                    "Some(ConfigKey {{ section: {:?}, key: {:?}, client: {:?} }})",
                    own.section, own.key, own.client
                )
            },
        )
    }
}

/// The table.
pub(crate) fn table(root: &Path) -> Outcome<String> {
    let all: All = read_yaml(&root.join("policies/knowledge/powers.yaml"))?;
    let mut code = String::from("static POWERS: &[Powers] = &[\n");
    for own in &all.products {
        let place = |reason: String| format!("powers.yaml: {}: {reason}", own.name);
        if own.source.is_empty() {
            return Err(place("has no source".to_owned()));
        }
        let _ = writeln!(
            code,
            "Powers {{ product: {:?}, images: &{:?}, signs: &{:?}, encrypts: &{:?}, inner: &{:?}, requests: {}, code: {}, commands_engine: {}, prompts: {}, config_key: {}, spawns: {} }},",
            own.name,
            own.images,
            own.signs,
            own.encrypts,
            own.inner,
            May::literal(own.requests.as_ref()).map_err(place)?,
            May::literal(own.code.as_ref()).map_err(place)?,
            own.commands_engine,
            own.prompts,
            ConfigKey::literal(own.config_key.as_ref()),
            ConfigKey::literal(own.spawns.as_ref()),
        );
    }
    code.push_str("];\n");
    Ok(code)
}
