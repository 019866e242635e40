//! Paths: where Compose takes them relative to the folder of their project.

use std::path::Path;

use super::stages::Stages;
use super::value::Value;

/// What paths are relative to.
pub(super) struct Base {
    /// The folder, as paths are to show it: absolute, or relative to the folder of the project.
    pub(super) folder: String,
    /// What `~` stands for; it stays as it is where that is not known.
    pub(super) home: Option<String>,
}

impl Base {
    /// A path of this machine.
    pub(super) fn local(&self, path: &str) -> String {
        let path = self.expanded(path);
        if path.is_empty() || Path::new(&path).is_absolute() || path.starts_with('~') {
            return path;
        }
        self.join(&path)
    }

    /// A path of this machine or, where it is absolute in the manner of either, of the engine's.
    fn either(&self, path: &str) -> String {
        let path = self.expanded(path);
        if path.starts_with(['/', '~']) || is_windows_absolute(&path) {
            return path;
        }
        self.join(&path)
    }

    fn expanded(&self, path: &str) -> String {
        match (path.strip_prefix('~'), &self.home) {
            (Some(rest), Some(home)) => join(home, rest),
            _ => path.to_owned(),
        }
    }

    fn join(&self, path: &str) -> String {
        join(&self.folder, path)
    }
}

/// A path below a folder, tidied as Go does it.
pub(super) fn join(folder: &str, path: &str) -> String {
    match (folder.is_empty(), path.is_empty()) {
        (true, true) => String::new(),
        (true, false) => super::volume::clean(path),
        _ => super::volume::clean(&format!("{folder}/{path}")),
    }
}

/// Whether Windows takes a path for absolute: a drive and a separator, or two separators and more.
fn is_windows_absolute(path: &str) -> bool {
    let separator = |byte: &u8| matches!(byte, b'\\' | b'/');
    match path.as_bytes() {
        [_, b':', third, ..] => separator(third),
        [first, second, _, ..] => separator(first) && separator(second),
        _ => false,
    }
}

/// The canonical tree with its paths taken relative to `base`.
pub(super) fn resolve_paths(root: &Value, base: &Base) -> Value {
    let one = |value: &Value, resolve: &dyn Fn(&str) -> String| {
        let text = value.raw()?;
        let resolved = resolve(text);
        (resolved != text).then(|| value.string(&resolved))
    };
    let local = |value: &Value| one(value, &|path| base.local(path));
    let either = |value: &Value| one(value, &|path| base.either(path));
    let context = |value: &Value| one(value, &|path| resolve_context(base, path));
    root.map_fields(|key, section| match key {
        "services" => section.map_fields(|_, service| {
            service.map_fields(|key, value| match key {
                "build" => value.map_fields(|key, value| match key {
                    "context" => context(value),
                    "additional_contexts" => value.map_fields(|_, value| context(value)),
                    "ssh" => value.map_fields(|_, value| either(value)),
                    _ => None,
                }),
                "env_file" => value.map_items(|item| with_path(item, "path", &local)),
                "label_file" => value.map_items(local),
                "extends" => with_path(value, "file", &|value| {
                    let is_remote = value.raw().is_some_and(is_remote);
                    if is_remote { None } else { local(value) }
                }),
                "develop" => value.map_fields(|key, watch| {
                    let watched = |item: &Value| with_path(item, "path", &local);
                    (key == "watch").then(|| watch.map_items(watched)).flatten()
                }),
                "volumes" => value.map_items(|mount| {
                    let is_bind = mount.get("type").and_then(Value::text) == Some("bind");
                    is_bind
                        .then(|| with_path(mount, "source", &either))
                        .flatten()
                }),
                _ => None,
            })
        }),
        "configs" | "secrets" => {
            section.map_fields(|_, resource| with_path(resource, "file", &either))
        }
        "volumes" => section.map_fields(|_, volume| {
            let options = volume.get("driver_opts")?;
            let says = |value: &Value, key: &str, text: &str| {
                value.get(key).and_then(Value::text) == Some(text)
            };
            let is_bind = says(volume, "driver", "local") && says(options, "o", "bind");
            let options = is_bind
                .then(|| with_path(options, "device", &either))
                .flatten()?;
            Some(volume.with_field("driver_opts", Some(options)))
        }),
        _ => None,
    })
    .unwrap_or_else(|| root.clone())
}
impl Stages<'_> {
    /// Notes what Compose refuses while it goes over paths and modes: a path of the host that is
    /// mounted needs one, and a mode of a namespace cannot be empty.
    pub(super) fn check_sources(&mut self, root: &Value) {
        for service in root.get("services").map_or(&[][..], Value::fields) {
            let path = format!("services.{}", service.key);
            for mount in service.value.get("volumes").map_or(&[][..], Value::items) {
                let is_bind = mount.get("type").and_then(Value::text) == Some("bind");
                if is_bind && mount.get("source").is_none() {
                    self.refuse(mount.span, "refused.no-path", &format!("{path}.volumes"));
                }
            }
            for key in ["network_mode", "ipc", "pid", "uts", "cgroup"] {
                if let Some(field) = service.value.field(key).filter(|own| own.value.is_null()) {
                    self.refuse(field.key_span, "refused.string", &format!("{path}.{key}"));
                }
            }
        }
    }
}

/// The folder or address that something is built from.
fn resolve_context(base: &Base, path: &str) -> String {
    const REMOTE: [&str; 6] = [
        "https://",
        "http://",
        "git://",
        "ssh://",
        "github.com/",
        "git@",
    ];
    let is_remote = REMOTE.iter().any(|prefix| path.starts_with(prefix));
    if path.contains("://") || path.starts_with("service:") || is_remote {
        path.to_owned()
    } else {
        base.local(path)
    }
}

/// Whether a compose file is fetched from a repository or a registry.
pub(super) fn is_remote(path: &str) -> bool {
    let prefixes = [
        "https://",
        "http://",
        "git://",
        "ssh://",
        "git@",
        "github.com/",
        "oci://",
    ];
    prefixes.iter().any(|prefix| path.starts_with(prefix))
}

fn with_path(value: &Value, key: &str, resolve: &dyn Fn(&Value) -> Option<Value>) -> Option<Value> {
    let resolved = resolve(&value.field(key)?.value)?;
    Some(value.with_field(key, Some(resolved)))
}
