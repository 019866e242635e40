//! `config.json` of the `docker` command: logins that stand in it.

use crate::meaning::engine::{Document, Node};
use crate::model::{SettingsEntry, TextId};

/// What of a login lets somebody in.
const LOGINS: [&str; 4] = ["auth", "identitytoken", "registrytoken", "password"];

/// The logins that stand in the file itself, each by the registry it is for; `None` where it is no
/// JSON. The values are not among them.
pub(super) fn read(content: &str, text: TextId) -> Option<Vec<SettingsEntry>> {
    let document = Document::parse(content)?;
    let top = document.top()?;
    let logins = top.get("auths").map(Node::fields).unwrap_or_default();
    let mut found = Vec::new();
    for (registry, _, login) in logins {
        for name in LOGINS {
            let value = login
                .get(name)
                .filter(|own| own.text().is_some_and(|own| !own.is_empty()));
            if let Some(value) = value {
                found.push(SettingsEntry {
                    name: "login".to_owned(),
                    value: host(&registry),
                    place: value.span(text),
                });
            }
        }
    }
    Some(found)
}

/// The host of a registry: `https://index.docker.io/v1/` is `index.docker.io`.
fn host(registry: &str) -> String {
    let rest = registry
        .split_once("://")
        .map_or(registry, |(_, rest)| rest);
    let rest = rest.split('/').next().unwrap_or(rest);
    rest.rsplit('@').next().unwrap_or(rest).to_owned()
}
