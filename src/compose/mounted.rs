//! The mounts of a service, `tmpfs` included.

use super::fields::{Fields, switch, traced};
use super::value::Value;
use super::volume::clean;
use crate::model::{Mount, MountKind};

/// The mounts of a service.
pub(super) fn mounts(fields: &Fields<'_>) -> Vec<Mount> {
    let mounts = fields.entries("volumes").iter().filter_map(mount);
    let memory = fields.strings("tmpfs").into_iter().map(|entry| {
        let (path, options) = entry.value.split_once(':').unwrap_or((&entry.value, ""));
        let options = options.split(',').filter(|option| !option.is_empty());
        let options: Vec<String> = options.map(str::to_owned).collect();
        Mount {
            kind: MountKind::Tmpfs,
            source: None,
            source_origin: None,
            target: clean(path),
            read_only: options.iter().any(|option| option == "ro"),
            propagation: None,
            options,
            origin: entry.origin,
        }
    });
    mounts.chain(memory).collect()
}

fn mount(item: &Value) -> Option<Mount> {
    let text = |key: &str| item.get(key).and_then(Value::text);
    let source = item.get("source");
    let kind = match text("type")? {
        "bind" if source.and_then(Value::text).is_some_and(is_pipe) => MountKind::Pipe,
        "bind" => MountKind::Bind,
        "volume" => MountKind::Volume,
        "tmpfs" => MountKind::Tmpfs,
        "npipe" => MountKind::Pipe,
        _ => MountKind::Other,
    };
    let bind = item.get("bind");
    let memory = item.get("tmpfs");
    let mut options = Vec::new();
    for key in ["size", "mode"] {
        if let Some(value) = memory.and_then(|memory| memory.get(key)?.text()) {
            options.push(format!("{key}={value}"));
        }
    }
    Some(Mount {
        kind,
        source: source.and_then(Value::text).map(str::to_owned),
        source_origin: source.map(|source| source.origin),
        target: text("target").unwrap_or_default().to_owned(),
        read_only: text("read_only").and_then(switch) == Some(true),
        propagation: bind.and_then(|bind| traced(bind.get("propagation")?)),
        options,
        origin: item.origin,
    })
}

fn is_pipe(source: &str) -> bool {
    source.starts_with(r"\\.\pipe\") || source.starts_with("//./pipe/")
}
