//! What is mounted into a container.

use std::collections::HashSet;

use super::facts::{Facts, label};
use super::fields::Fields;
use super::node::Node;
use crate::model::{Mount, MountKind, Traced};

/// How mounts spread when nothing is said.
const DEFAULT_SPREAD: [&str; 2] = ["", "rprivate"];

/// The mounts of a container of a project, those in memory included.
pub(super) fn mounts(
    container: Node<'_>,
    project: Option<&str>,
    facts: &Facts<'_>,
    fields: &mut Fields<'_>,
) -> Vec<Mount> {
    let host = container.get("HostConfig");
    let asked = host.and_then(|host| host.get("Mounts"));
    let asked = asked.map(Node::items).unwrap_or_default();
    let memory = host.and_then(|host| host.get("Tmpfs"));
    let memory = memory.map(Node::fields).unwrap_or_default();
    let short: HashSet<String> = memory.iter().map(|(path, ..)| path.clone()).collect();
    let own = container.get("Mounts").map(Node::items).unwrap_or_default();
    let mut mounts = Vec::new();
    for item in own {
        let target = text(item, "Destination").unwrap_or_default();
        let kind = kind(item);
        // Some engines list those of the short form twice.
        if kind == MountKind::Tmpfs && short.contains(&target) {
            continue;
        }
        let asked = asked
            .iter()
            .find(|own| text(**own, "Target").as_deref() == Some(&target));
        mounts.push(mount(
            item,
            kind,
            &target,
            asked.copied(),
            project,
            facts,
            fields,
        ));
    }
    for (path, key, options) in memory {
        let options = options.text().unwrap_or_default();
        let options = options.split(',').filter(|option| !option.is_empty());
        let options: Vec<String> = options.map(str::to_owned).collect();
        mounts.push(Mount {
            kind: MountKind::Tmpfs,
            source: None,
            source_origin: None,
            target: clean(&path),
            read_only: options.iter().any(|option| option == "ro"),
            propagation: None,
            options,
            origin: fields.literal(key),
        });
    }
    mounts
}

fn mount(
    item: Node<'_>,
    kind: MountKind,
    target: &str,
    asked: Option<Node<'_>>,
    project: Option<&str>,
    facts: &Facts<'_>,
    fields: &mut Fields<'_>,
) -> Mount {
    let source = match kind {
        MountKind::Bind | MountKind::Pipe => item.get("Source"),
        MountKind::Volume => item.get("Name"),
        MountKind::Tmpfs | MountKind::Other => None,
    };
    let name = source.and_then(Node::text).filter(|name| !name.is_empty());
    let name = match kind {
        MountKind::Volume => name.and_then(|name| volume_key(&name, project, facts)),
        _ => name,
    };
    let shown = source.or_else(|| item.get("Destination")).unwrap_or(item);
    let origin = fields.literal(shown);
    Mount {
        kind,
        source_origin: name.is_some().then_some(origin),
        source: name,
        target: clean(target),
        read_only: item.get("RW").and_then(Node::flag) == Some(false),
        propagation: item.get("Propagation").and_then(|own| {
            let value = own.text()?;
            (!DEFAULT_SPREAD.contains(&value.as_str())).then(|| Traced {
                value,
                origin: fields.literal(own),
            })
        }),
        options: if kind == MountKind::Tmpfs {
            memory_options(asked)
        } else {
            Vec::new()
        },
        origin,
    }
}

fn text(node: Node<'_>, name: &str) -> Option<String> {
    node.get(name)?.text()
}

fn kind(item: Node<'_>) -> MountKind {
    let source = text(item, "Source").unwrap_or_default();
    let is_pipe = source.starts_with(r"\\.\pipe\") || source.starts_with("//./pipe/");
    match text(item, "Type").as_deref() {
        Some("npipe") => MountKind::Pipe,
        Some("bind") if is_pipe => MountKind::Pipe,
        Some("bind") => MountKind::Bind,
        Some("volume") => MountKind::Volume,
        Some("tmpfs") => MountKind::Tmpfs,
        // Engines of old leave the kind out.
        None if item.get("Name").is_some() => MountKind::Volume,
        None if !source.is_empty() => MountKind::Bind,
        _ => MountKind::Other,
    }
}

/// What a volume is called in a project: by its key there, else by its name. One that has no name
/// of its own is called nothing.
fn volume_key(name: &str, project: Option<&str>, facts: &Facts<'_>) -> Option<String> {
    let is_random = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let volume = facts.volumes.get(name);
    let key = volume.and_then(|own| key_in_project(*own, "com.docker.compose.volume", project));
    key.or_else(|| (!is_random).then(|| name.to_owned()))
}

/// The key that Docker Compose notes for a network or a volume, where it is one of this project.
pub(super) fn key_in_project(of: Node<'_>, name: &str, project: Option<&str>) -> Option<String> {
    let own = label(of, super::facts::PROJECT)?;
    (Some(own.as_str()) == project)
        .then(|| label(of, name))
        .flatten()
}

/// The options of a mount in memory in the long form, written as the short form writes them.
fn memory_options(asked: Option<Node<'_>>) -> Vec<String> {
    let Some(own) = asked.and_then(|asked| asked.get("TmpfsOptions")) else {
        return Vec::new();
    };
    let mut options = Vec::new();
    if let Some(bytes) = own.get("SizeBytes").and_then(Node::number) {
        options.push(format!("size={bytes}"));
    }
    if let Some(mode) = own.get("Mode").and_then(Node::number) {
        options.push(format!("mode={mode}"));
    }
    // Newer engines take the others as lists of a name, or of a name and its value.
    for option in own.get("Options").map(Node::items).unwrap_or_default() {
        let words: Vec<String> = option.texts().into_iter().map(|(word, _)| word).collect();
        options.push(words.join("="));
    }
    options
}

/// A path without a slash at its end.
fn clean(path: &str) -> String {
    match path.trim_end_matches('/') {
        "" => path.to_owned(),
        rest => rest.to_owned(),
    }
}
