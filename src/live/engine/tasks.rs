//! Which things are asked about, one by one.

use std::collections::BTreeSet;

use serde_json::Value;

use super::ask::{About, Asker};
use crate::model::EngineWhy;

/// A question about one thing.
pub(super) struct Task {
    pub(super) kind: Kind,
    /// The path of the thing, without the version of the interface.
    pub(super) path: String,
    /// What people call it.
    pub(super) name: String,
    /// Where it stands among its kind.
    pub(super) order: String,
}

/// What a question is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Container,
    Image,
    Network,
    Swarm,
    Nodes,
    Services,
}

/// A text of an object.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// An id as it may stand in a path. The engine gives it, and nothing else may come of it than a
/// question about one thing.
fn id<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    let id = text(value, key);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
    (!id.is_empty() && !id.starts_with('.') && id.chars().all(is_plain)).then_some(id)
}

fn broken(asker: &Asker<'_>, call: &str, name: &str) {
    let about = if name.is_empty() {
        About::All
    } else {
        About::One(name)
    };
    asker.miss(call, about, EngineWhy::Broken.into());
}

/// The containers of a list.
pub(super) fn containers(asker: &Asker<'_>, list: Option<&[Value]>) -> Vec<Task> {
    let task = |entry: &Value| {
        // Links give a container more names, below those of others.
        let names = entry.get("Names").and_then(Value::as_array);
        let names = names.into_iter().flatten().filter_map(Value::as_str);
        let name = names
            .map(|name| name.strip_prefix('/').unwrap_or(name))
            .min_by_key(|name| name.contains('/'));
        let Some(id) = id(entry, "Id") else {
            broken(asker, "/containers/json", name.unwrap_or_default());
            return None;
        };
        let name = name.unwrap_or(id);
        Some(Task {
            kind: Kind::Container,
            path: format!("/containers/{id}"),
            name: name.to_owned(),
            order: name.to_owned(),
        })
    };
    list.into_iter().flatten().filter_map(task).collect()
}

/// The networks of a list.
pub(super) fn networks(asker: &Asker<'_>, list: Option<&[Value]>) -> Vec<Task> {
    let task = |entry: &Value| {
        let name = text(entry, "Name");
        let Some(id) = id(entry, "Id") else {
            broken(asker, "/networks", name);
            return None;
        };
        Some(Task {
            kind: Kind::Network,
            path: format!("/networks/{id}"),
            name: name.to_owned(),
            // Two networks may have one name.
            order: format!("{name} {id}"),
        })
    };
    list.into_iter().flatten().filter_map(task).collect()
}

/// The images that a container uses, and those of a list that have a name; each once.
pub(super) fn images(asker: &Asker<'_>, list: &[Value], containers: &[Value]) -> Vec<Task> {
    const NO_NAME: &str = "<none>:<none>";
    let mut seen = BTreeSet::new();
    let mut tasks = Vec::new();
    let mut add = |id: &str, name: &str| {
        // Some interfaces leave the kind of the digest out.
        let order = id.strip_prefix("sha256:").unwrap_or(id);
        if seen.insert(order.to_owned()) {
            tasks.push(Task {
                kind: Kind::Image,
                path: format!("/images/{id}"),
                name: name.to_owned(),
                order: order.to_owned(),
            });
        }
    };
    for entry in containers {
        // A container that has no image of its own shows it when it is asked about.
        if let Some(id) = id(entry, "ImageID") {
            let name = text(entry, "Image");
            add(id, if name.is_empty() { id } else { name });
        }
    }
    for entry in list {
        let tags = entry.get("RepoTags").and_then(Value::as_array);
        let mut tags = tags.into_iter().flatten().filter_map(Value::as_str);
        let Some(tag) = tags.find(|tag| *tag != NO_NAME) else {
            continue;
        };
        match id(entry, "Id") {
            Some(id) => add(id, tag),
            None => broken(asker, "/images/json", tag),
        }
    }
    tasks
}

/// What a manager of a swarm knows.
pub(super) fn swarm() -> impl Iterator<Item = Task> {
    let kinds = [
        (Kind::Swarm, "/swarm"),
        (Kind::Nodes, "/nodes"),
        (Kind::Services, "/services"),
    ];
    kinds.into_iter().map(|(kind, path)| Task {
        kind,
        path: path.to_owned(),
        name: String::new(),
        order: String::new(),
    })
}
