//! The tree as `docker compose config` prints it: env files and label files read, only what starts
//! and what that needs.

use std::collections::HashSet;

use super::load::{Chosen, Loader};
use super::profiles::Profiles;
use super::types;
use super::value::{Data, Field, Value};
use crate::model::{How, Origin, OriginId, Origins, Project, REDACTED, Span, Variable};

/// A project as Compose starts it.
pub struct Effective {
    root: Value,
    name: String,
}

/// A leaf of an effective project.
pub struct Leaf<'e> {
    /// The keys that lead to it, as `services.web.ports[0].target`.
    pub path: String,
    /// Its characters; `None` for null and for an empty list or mapping.
    pub text: Option<&'e str>,
    /// Where it came from.
    pub origin: OriginId,
}

impl Effective {
    pub(super) fn new(root: Value, name: &str) -> Self {
        Self {
            root,
            name: name.to_owned(),
        }
    }

    /// What `docker compose config --format json` prints.
    pub fn json(&self) -> String {
        types::json(&self.root, &self.name)
    }

    /// The same without the values that came from places which are `hidden`.
    #[must_use]
    pub fn masked(&self, origins: &Origins, hidden: &dyn Fn(Span) -> bool) -> Self {
        let root = masked(&self.root, origins, hidden);
        Self::new(root.unwrap_or_else(|| self.root.clone()), &self.name)
    }

    /// All leaves in the order of the files. At most `most`, should aliases multiply them.
    pub fn leaves(&self, most: usize) -> Vec<Leaf<'_>> {
        let mut leaves = Vec::new();
        collect(&self.root, String::new(), most, &mut leaves);
        leaves
    }
}

/// Trees are as deep as their files at most: the recursion ends.
fn collect<'e>(value: &'e Value, path: String, most: usize, leaves: &mut Vec<Leaf<'e>>) {
    if leaves.len() >= most {
        return;
    }
    let is_leaf = value.fields().is_empty() && value.items().is_empty();
    if is_leaf {
        leaves.push(Leaf {
            path,
            text: value.raw(),
            origin: value.origin,
        });
        return;
    }
    let dot = if path.is_empty() { "" } else { "." };
    for field in value.fields() {
        collect(
            &field.value,
            format!("{path}{dot}{}", field.key),
            most,
            leaves,
        );
    }
    for (at, item) in value.items().iter().enumerate() {
        collect(item, format!("{path}[{at}]"), most, leaves);
    }
}

fn masked(value: &Value, origins: &Origins, hidden: &dyn Fn(Span) -> bool) -> Option<Value> {
    match value.raw() {
        Some(text) if !text.is_empty() => {
            is_hidden(value.origin, origins, hidden).then(|| value.string(REDACTED))
        }
        _ => value
            .map_fields(|_, inner| masked(inner, origins, hidden))
            .or_else(|| value.map_items(|inner| masked(inner, origins, hidden))),
    }
}

/// Whether a value, or a part of it, came from a hidden place. Origins are made before those that
/// are made of them: the walk ends.
fn is_hidden(id: OriginId, origins: &Origins, hidden: &dyn Fn(Span) -> bool) -> bool {
    let mut waiting = vec![id];
    let mut left = 10_000_usize;
    while let Some(next) = waiting.pop() {
        let Some(rest) = left.checked_sub(1) else {
            // What is made of so many parts is not worth showing.
            return true;
        };
        left = rest;
        let Some(Origin {
            place, how, parts, ..
        }) = origins.get(next)
        else {
            continue;
        };
        if parts.is_empty() && hidden(*place) {
            return true;
        }
        waiting.extend(parts.iter().map(|part| part.origin));
        if let How::Alias(target) = how {
            waiting.push(*target);
        }
    }
    false
}

/// What is printed of `root`.
pub(super) fn printable(
    loader: &mut Loader<'_, '_>,
    root: &Value,
    chosen: &Chosen,
    profiles: &Profiles,
    project: &Project,
) -> Value {
    let none = root.mapping(Vec::new());
    let services = root.get("services").unwrap_or(&none);
    let mut kept = Vec::new();
    let all = services.fields().iter().zip(&project.containers);
    for (service, container) in all.filter(|(service, _)| profiles.starts(&service.value)) {
        let origins = &loader.origins;
        let mut value = service.value.clone();
        let own = value.get("environment").cloned();
        let given = container.environment.iter();
        let given = given.filter(|variable| is_given(variable, origins));
        let environment = given.map(|variable| entry(variable, &value, origins));
        let environment = written(own.as_ref(), &value, environment.collect());
        let has =
            !(environment.fields().is_empty() && environment.items().is_empty()) || own.is_some();
        value = value.with_field("environment", has.then_some(environment));
        if let Some(build) = value
            .get("build")
            .filter(|build| build.get("args").is_some())
        {
            let args = loader.build_args(service, &chosen.environment);
            let args = args
                .iter()
                .map(|variable| entry(variable, build, &loader.origins));
            let args = build.mapping(args.collect());
            let build = build.with_field("args", Some(args));
            value = value.with_field("build", Some(build));
        }
        if !container.labels.is_empty() {
            let labels = container.labels.iter();
            let labels = labels.map(|label| {
                let place = Value {
                    origin: label.origin,
                    ..value.clone()
                };
                Field::made(&label.name, place.string(&label.value))
            });
            let own = value.get("labels").cloned();
            let labels = written(own.as_ref(), &value, labels.collect());
            value = value.with_field("labels", Some(labels));
        }
        if let (Some(scale), Some(deploy)) = (value.get("scale"), value.get("deploy")) {
            let deploy = deploy.with_field("replicas", Some(scale.clone()));
            value = value.with_field("deploy", Some(deploy));
        }
        let value = value
            .with_field("env_file", None)
            .with_field("label_file", None);
        kept.push(service.with(value));
    }
    let used = used(&kept);
    let root = root.with_field("services", Some(services.mapping(kept)));
    let sections = root.map_fields(|section, value| {
        let section = ["networks", "volumes", "secrets", "configs"]
            .into_iter()
            .find(|own| *own == section)?;
        let fields = value.fields().iter();
        let fields = fields.filter(|field| used.contains(&(section, field.key.to_string())));
        Some(value.mapping(fields.cloned().collect()))
    });
    sections.unwrap_or(root)
}

/// Whether a variable is there at all: a bare name in an env file is none without a value outside.
fn is_given(variable: &Variable, origins: &Origins) -> bool {
    let origin = origins.get(variable.origin);
    variable.value.is_some()
        || !origin.is_some_and(|origin| matches!(origin.how, How::Unset { .. }))
}

/// Names and values in the form in which the file has them: Compose takes names that begin with
/// `x-` for extensions in mappings, and for names in lists.
fn written(own: Option<&Value>, place: &Value, entries: Vec<Field>) -> Value {
    let is_list = own.is_none_or(|own| matches!(own.data, Data::Sequence(_)));
    if !is_list {
        return place.mapping(entries);
    }
    let items = entries.into_iter().map(|entry| match entry.value.raw() {
        Some(text) => entry.value.string(&format!("{}={text}", entry.key)),
        None => entry.value.string(&entry.key),
    });
    place.sequence(items.collect())
}

fn entry(variable: &Variable, place: &Value, origins: &Origins) -> Field {
    let place = &Value {
        origin: variable.origin,
        span: variable.declared,
        ..place.clone()
    };
    let value = if let Some(value) = &variable.value {
        place.string(value.expose())
    } else {
        let cause = origins.cause(variable.origin);
        let is_supplied = cause.is_some_and(|cause| matches!(cause.how, How::Supplied { .. }));
        if is_supplied {
            place.string(&super::interpolate::UNKNOWN.to_string())
        } else {
            place.null()
        }
    };
    Field::made(&variable.name, value)
}

/// What services use, by section and key.
fn used(services: &[Field]) -> HashSet<(&'static str, String)> {
    let mut used = HashSet::new();
    for service in services {
        let value = &service.value;
        for network in value.get("networks").map_or(&[][..], Value::fields) {
            used.insert(("networks", network.key.to_string()));
        }
        let text = |item: &Value, key: &str| {
            let text = item.get(key).and_then(Value::raw);
            text.map(str::to_owned)
        };
        for mount in value.get("volumes").map_or(&[][..], Value::items) {
            if text(mount, "type").as_deref() == Some("volume") {
                used.extend(text(mount, "source").map(|source| ("volumes", source)));
            }
        }
        let build = value.get("build");
        for (section, owner) in [
            ("secrets", Some(value)),
            ("secrets", build),
            ("configs", Some(value)),
        ] {
            let items = owner.and_then(|owner| owner.get(section));
            for item in items.map_or(&[][..], Value::items) {
                used.extend(text(item, "source").map(|source| (section, source)));
            }
        }
    }
    used
}
