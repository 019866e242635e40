//! Lists whose items have keys: of two items with one key the later one counts, in the place of
//! the earlier one.

use std::collections::HashMap;

use super::stages::Stages;
use super::value::{Data, Value};
use super::volume;
use crate::syntax::yaml::Core;

/// The key of an item; `None` for an item that is like no other.
type Key = fn(&Value) -> Option<String>;

impl Stages<'_> {
    /// The tree with such lists cleared of doubles.
    pub(super) fn unique(&mut self, root: &Value) -> Value {
        root.map_fields(|key, section| match key {
            "services" => section.map_fields(|_, service| {
                service.map_fields(|key, value| self.unique_in_service(key, value))
            }),
            "networks" => section.map_fields(|_, network| {
                network.map_fields(|key, value| match key {
                    "labels" => self.list(value, pair),
                    _ => None,
                })
            }),
            _ => None,
        })
        .unwrap_or_else(|| root.clone())
    }

    fn unique_in_service(&mut self, key: &str, value: &Value) -> Option<Value> {
        let index: Key = match key {
            "annotations" | "cap_add" | "cap_drop" | "dns" | "dns_opt" | "dns_search"
            | "environment" | "labels" | "links" | "profiles" | "sysctls" | "tmpfs" => pair,
            "devices" => device,
            "configs" => config,
            "secrets" => secret,
            "env_file" => env_file,
            "expose" => exposed,
            "ports" => port,
            "volumes" => mount,
            "build" => {
                return value.map_fields(|key, value| match key {
                    "args" | "additional_contexts" | "tags" | "labels" => self.list(value, pair),
                    _ => None,
                });
            }
            "deploy" => {
                return value.map_fields(|key, value| match key {
                    "labels" => self.list(value, pair),
                    _ => None,
                });
            }
            "networks" => {
                return value.map_fields(|_, network| {
                    network.map_fields(|key, value| match key {
                        "aliases" | "link_local_ips" => self.list(value, pair),
                        _ => None,
                    })
                });
            }
            _ => return None,
        };
        let target = ["ports", "volumes", "devices"].contains(&key);
        for item in value.items() {
            if target && item.raw().is_none() && item.field("target").is_none() {
                self.refuse(item.span, "refused.no-target", key);
            }
        }
        self.list(value, index)
    }

    fn list(&mut self, value: &Value, index: Key) -> Option<Value> {
        let Data::Sequence(items) = &value.data else {
            return None;
        };
        let mut at: HashMap<String, usize> = HashMap::with_capacity(items.len());
        let mut kept: Vec<Value> = Vec::with_capacity(items.len());
        let mut changed = false;
        for item in items.iter() {
            let Some(key) = index(item) else {
                kept.push(item.clone());
                continue;
            };
            if let Some(own) = at.get(&key).and_then(|at| kept.get_mut(*at)) {
                *own = self.replacing(item, own.origin);
                changed = true;
            } else {
                at.insert(key, kept.len());
                kept.push(item.clone());
            }
        }
        changed.then(|| value.sequence(kept))
    }
}

fn pair(item: &Value) -> Option<String> {
    let text = item.raw()?;
    Some(text.split_once('=').map_or(text, |(key, _)| key).to_owned())
}

fn text_of(item: &Value, key: &str) -> Option<String> {
    item.get(key)?.raw().map(str::to_owned)
}

fn mount(item: &Value) -> Option<String> {
    match item.raw() {
        Some(text) => volume::parse(text).map(|parts| parts.target.to_owned()),
        None => text_of(item, "target"),
    }
}

fn device(item: &Value) -> Option<String> {
    match item.raw() {
        Some(text) => {
            let mut parts = text.split(':');
            let source = parts.next()?;
            Some(parts.next().unwrap_or(source).to_owned())
        }
        None => text_of(item, "target"),
    }
}

fn config(item: &Value) -> Option<String> {
    granted(item, "")
}

fn secret(item: &Value) -> Option<String> {
    granted(item, "/run/secrets")
}

fn granted(item: &Value, folder: &str) -> Option<String> {
    if let Some(name) = item.raw() {
        return Some(format!("{folder}/{name}"));
    }
    text_of(item, "target").or_else(|| Some(format!("{folder}/{}", text_of(item, "source")?)))
}

fn env_file(item: &Value) -> Option<String> {
    match item.raw() {
        Some(path) => Some(path.to_owned()),
        None => text_of(item, "path"),
    }
}

fn exposed(item: &Value) -> Option<String> {
    item.raw().map(str::to_owned)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "one of several functions of a type"
)]
fn port(item: &Value) -> Option<String> {
    if let Some(text) = item.raw() {
        return Some(text.to_owned());
    }
    let or = |key: &str, other: &str| text_of(item, key).unwrap_or_else(|| other.to_owned());
    Some(format!(
        "{}:{}:{}/{}",
        or("host_ip", "0.0.0.0"),
        // Compose tells a number from a string here.
        match item.get("published").map(|own| (own.raw(), own.core())) {
            Some((Some(number), Some(Core::Int))) => format!("%!s(int={number})"),
            _ => or("published", "%!s(<nil>)"),
        },
        or("target", ""),
        or("protocol", "tcp"),
    ))
}
