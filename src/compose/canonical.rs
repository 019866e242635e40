//! The canonical form: the long syntax of everything that has a short one.

use super::merging::{as_dependencies, as_names};
use super::stages::Stages;
use super::value::{Data, Field, Value};
use super::{port, volume};
use crate::model::{Arg, Problem, ProblemKind};
use crate::syntax::yaml::Core;

impl Stages<'_> {
    /// The tree in its canonical form.
    pub(super) fn canonical(&mut self, root: &Value) -> Value {
        root.map_fields(|key, section| match key {
            "services" => section.map_fields(|name, service| {
                let path = format!("services.{name}");
                service.map_fields(|key, value| self.canonical_field(key, value, &path))
            }),
            "volumes" | "networks" | "secrets" | "configs" => section
                .map_fields(|name, resource| self.external(resource, &format!("{key}.{name}"))),
            _ => None,
        })
        .unwrap_or_else(|| root.clone())
    }

    fn canonical_field(&mut self, key: &str, value: &Value, path: &str) -> Option<Value> {
        match key {
            "depends_on" => dependencies(value),
            "env_file" => Some(env_files(value)),
            "label_file" | "dns" => as_list(value),
            "extends" => wrap(value, "service"),
            "gpus" => value.raw().map(|_| {
                value.sequence(vec![
                    value.mapping(vec![Field::made("count", value.string("all"))]),
                ])
            }),
            "networks" | "models" => {
                matches!(value.data, Data::Sequence(_)).then(|| as_names(value))
            }
            "volumes" => value.map_items(|item| {
                let text = item.raw()?;
                let long = volume::long(item, text);
                if long.is_none() {
                    self.refuse(item.span, "refused.volume", &format!("{path}.volumes"));
                }
                long
            }),
            "devices" => value.map_items(|item| {
                let long = device(item, item.raw()?);
                if long.is_none() {
                    self.refuse(item.span, "refused.device", &format!("{path}.devices"));
                }
                long
            }),
            "secrets" | "configs" => value.map_items(|item| wrap(item, "source")),
            "ports" => self.ports(value, path),
            "build" => Some(self.build(value, path)),
            "develop" => value.map_fields(|key, watch| match key {
                "watch" => watch.map_items(|trigger| {
                    trigger.map_fields(|key, value| match key {
                        "ignore" | "include" => as_list(value),
                        _ => None,
                    })
                }),
                _ => None,
            }),
            _ => None,
        }
    }

    fn ports(&mut self, value: &Value, path: &str) -> Option<Value> {
        let Data::Sequence(items) = &value.data else {
            return None;
        };
        let mut ports = Vec::new();
        for item in items.iter() {
            let Some(text) = item.raw() else {
                ports.push(item.clone());
                continue;
            };
            let Some(wanted) = port::count(text) else {
                // A port of which nothing is known says nothing; Compose refuses the others.
                if item.text().is_some() {
                    self.refuse(item.span, "refused.port", &format!("{path}.ports"));
                }
                continue;
            };
            let Some(left) = self.ports_left.checked_sub(wanted) else {
                let problem = Problem::new(ProblemKind::LimitExceeded, item.span);
                self.problems
                    .push(problem.with("detail", Arg::Text("limit.ports")));
                break;
            };
            *self.ports_left = left;
            ports.extend(port::long(item, text).unwrap_or_default());
        }
        Some(value.sequence(ports))
    }

    fn build(&mut self, value: &Value, path: &str) -> Value {
        if value.raw().is_some() {
            return value.mapping(vec![Field::made("context", value.clone())]);
        }
        let build = value.map_fields(|key, value| match key {
            "secrets" => value.map_items(|item| wrap(item, "source")),
            "provenance" | "sbom" => match value.core() {
                Some(Core::Str) | None => None,
                Some(_) => value.raw().map(|text| value.string(text)),
            },
            "additional_contexts" => self.pairs(value, path),
            "ssh" => self.ssh(value, path),
            _ => None,
        });
        build.unwrap_or_else(|| value.clone())
    }

    /// A list of `key=value` as a mapping.
    fn pairs(&mut self, value: &Value, path: &str) -> Option<Value> {
        let Data::Sequence(items) = &value.data else {
            return None;
        };
        let mut fields: Vec<Field> = Vec::new();
        for item in items.iter() {
            if let Some((key, text)) = item.raw().and_then(|text| text.split_once('=')) {
                fields.push(Field::made(key, item.string(text)));
            } else {
                let path = format!("{path}.build.additional_contexts");
                self.refuse(item.span, "refused.pair", &path);
            }
        }
        Some(value.mapping(fields))
    }

    /// A list of keys as a mapping from their ids to their paths.
    fn ssh(&mut self, value: &Value, path: &str) -> Option<Value> {
        let Data::Sequence(items) = &value.data else {
            return None;
        };
        let mut fields: Vec<Field> = Vec::new();
        for item in items.iter() {
            match item.raw().map(|text| text.split_once('=').ok_or(text)) {
                Some(Ok((id, key))) => fields.push(Field::made(id, item.string(key))),
                Some(Err("default")) => fields.push(Field::made("default", item.null())),
                _ => self.refuse(item.span, "refused.pair", &format!("{path}.build.ssh")),
            }
        }
        Some(value.mapping(fields))
    }

    /// `external: {name: x}`, as files of old have it.
    fn external(&mut self, resource: &Value, path: &str) -> Option<Value> {
        let external = resource.field("external")?;
        let Data::Mapping(_) = external.value.data else {
            return None;
        };
        let made = resource.with_field("external", Some(external.value.bool(true)));
        let Some(other) = external.value.field("name") else {
            return Some(made);
        };
        match resource.field("name") {
            Some(name) if name.value.raw() != other.value.raw() => {
                self.refuse(other.value.span, "refused.two-names", path);
                Some(made)
            }
            Some(_) => Some(made),
            None => Some(made.with_field("name", Some(other.value.clone()))),
        }
    }
}

/// Dependencies with what is waited for.
fn dependencies(value: &Value) -> Option<Value> {
    if let Data::Sequence(_) = value.data {
        return Some(as_dependencies(value));
    }
    value.map_fields(|_, dependency| {
        let Data::Mapping(fields) = &dependency.data else {
            return None;
        };
        let mut fields = fields.to_vec();
        if dependency.field("condition").is_none() {
            let started = dependency.string("service_started");
            fields.push(Field::made("condition", started));
        }
        if dependency.field("required").is_none() {
            fields.push(Field::made("required", dependency.bool(true)));
        }
        Some(dependency.mapping(fields))
    })
}

/// A string as a list of one.
fn as_list(value: &Value) -> Option<Value> {
    let is_string = value.core() == Some(Core::Str);
    is_string.then(|| value.sequence(vec![value.clone()]))
}

/// A string as a mapping with one key.
fn wrap(value: &Value, key: &str) -> Option<Value> {
    value.raw()?;
    Some(value.mapping(vec![Field::made(key, value.clone())]))
}

fn env_files(value: &Value) -> Value {
    let one = |item: &Value| match &item.data {
        Data::Scalar(..) | Data::Unknown(..) => item.mapping(vec![
            Field::made("path", item.clone()),
            Field::made("required", item.bool(true)),
        ]),
        Data::Mapping(_) if item.field("required").is_none() => {
            item.with_field("required", Some(item.bool(true)))
        }
        _ => item.clone(),
    };
    match &value.data {
        Data::Sequence(items) => value.sequence(items.iter().map(one).collect()),
        Data::Scalar(..) | Data::Unknown(..) => value.sequence(vec![one(value)]),
        _ => value.clone(),
    }
}

/// `source[:target[:permissions]]`.
fn device(item: &Value, text: &str) -> Option<Value> {
    let parts: Vec<&str> = text.split(':').collect();
    let (source, target, permissions) = match parts.as_slice() {
        [source] => (*source, *source, "rwm"),
        [source, target] => (*source, *target, "rwm"),
        [source, target, permissions] => (*source, *target, *permissions),
        _ => return None,
    };
    let target = if target.is_empty() { source } else { target };
    Some(item.mapping(vec![
        Field::made("source", item.string(source)),
        Field::made("target", item.string(target)),
        Field::made("permissions", item.string(permissions)),
    ]))
}

/// The tree without what Compose drops where it is empty: DNS servers that are no address.
pub(super) fn without_empty(root: &Value) -> Value {
    let is_empty = |item: &Value| item.is_null() || item.text() == Some("");
    let services = root.get("services").and_then(|services| {
        services.map_fields(|_, service| {
            let servers = service.get("dns")?;
            let items = servers.items().iter();
            let kept: Vec<Value> = items.filter(|item| !is_empty(item)).cloned().collect();
            (kept.len() < servers.items().len())
                .then(|| service.with_field("dns", Some(servers.sequence(kept))))
        })
    });
    match services {
        Some(services) => root.with_field("services", Some(services)),
        None => root.clone(),
    }
}
