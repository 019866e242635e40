//! Mounts, short and long, and `tmpfs`.

use super::fields::{Fields, switch};
use super::value::{Data, Value};
use crate::model::{Mount, MountKind};

impl Fields<'_> {
    /// The mounts of the service.
    pub(super) fn mounts(&mut self) -> Vec<Mount> {
        let mut mounts = Vec::new();
        if let Some(value) = self.service.get("volumes").cloned() {
            if !matches!(value.data, Data::Sequence(_)) {
                self.refuse("volumes", &value, "refused.list");
            }
            for item in value.items() {
                let mount = match &item.data {
                    Data::Mapping(_) => long(item),
                    _ => item.text().and_then(|text| short(text, item)),
                };
                match mount {
                    Some(mount) => mounts.push(mount),
                    None if item.has_unknown() => {}
                    None => self.refuse("volumes", item, "refused.volume"),
                }
            }
        }
        for target in self.strings("tmpfs", true) {
            let path = target.value.split(':').next().unwrap_or_default();
            mounts.push(Mount {
                kind: MountKind::Tmpfs,
                source: None,
                source_origin: None,
                target: path.to_owned(),
                read_only: false,
                origin: target.origin,
            });
        }
        mounts
    }
}

/// `[source:]target[:options]`, where the source may be a Windows path with a drive.
fn short(text: &str, item: &Value) -> Option<Mount> {
    let parts = split(text);
    let (source, target, options) = match parts.as_slice() {
        [target] => (None, *target, ""),
        [source, target] if !source.is_empty() => (Some(*source), *target, ""),
        [source, target, options] if !source.is_empty() => (Some(*source), *target, *options),
        _ => return None,
    };
    if target.is_empty() {
        return None;
    }
    let kind = match source {
        Some(source) if is_pipe(source) => MountKind::Pipe,
        Some(source) if is_path(source) => MountKind::Bind,
        Some(_) | None => MountKind::Volume,
    };
    Some(Mount {
        kind,
        source: source.map(str::to_owned),
        source_origin: source.map(|_| item.origin),
        target: target.to_owned(),
        read_only: options.split(',').any(|option| option == "ro"),
        origin: item.origin,
    })
}

/// Splits at colons, but not after the letter of a drive.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(':') {
        let part = text.get(start..at).unwrap_or_default();
        let after = text.get(at + 1..).unwrap_or_default();
        let drive = part.len() == 1
            && part.starts_with(|c: char| c.is_ascii_alphabetic())
            && after.starts_with(['\\', '/']);
        if !drive {
            parts.push(part);
            start = at + 1;
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

fn is_pipe(source: &str) -> bool {
    source.starts_with(r"\\.\pipe\") || source.starts_with("//./pipe/")
}

fn is_path(source: &str) -> bool {
    source.starts_with(['.', '/', '~', '\\'])
        || matches!(source.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

fn long(item: &Value) -> Option<Mount> {
    let text = |key: &str| item.get(key).and_then(Value::text);
    let kind = match text("type")? {
        "bind" => MountKind::Bind,
        "volume" => MountKind::Volume,
        "tmpfs" => MountKind::Tmpfs,
        "npipe" => MountKind::Pipe,
        "cluster" | "image" => MountKind::Other,
        _ => return None,
    };
    let read_only = match text("read_only") {
        None => false,
        Some(text) => switch(text)?,
    };
    Some(Mount {
        kind,
        source: text("source").map(str::to_owned),
        source_origin: item.get("source").map(|source| source.origin),
        target: text("target").unwrap_or_default().to_owned(),
        read_only,
        origin: item.origin,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drive_is_part_of_its_path() {
        assert_eq!(split(r"C:\data:/data:ro"), [r"C:\data", "/data", "ro"]);
        assert_eq!(split("c:/data:/data"), ["c:/data", "/data"]);
        assert_eq!(split("data:/data"), ["data", "/data"]);
        assert!(is_pipe(r"\\.\pipe\docker_engine"));
        assert!(is_path("~/x") && is_path(r"D:\x") && !is_path("data"));
    }
}
