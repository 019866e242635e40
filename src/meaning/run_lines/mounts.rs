//! What a run line mounts.

use super::container::Flags;
use super::flags::What;
use super::maker::Maker;
use super::value::Value;
use crate::model::{Mount, MountKind, Traced};
use crate::syntax::command_lines::UNKNOWN;
use crate::syntax::engine_values::{bytes, clean_target, is_host_path, mount_parts};

/// How mounts spread where nothing is said.
const DEFAULT_SPREAD: [&str; 1] = ["rprivate"];

/// The mounts of `--volume`, `--mount` and `--tmpfs`. Of one target the last one counts.
pub(super) fn mounts(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> Vec<Mount> {
    let mut mounts: Vec<Mount> = Vec::new();
    for given in flags.0 {
        let Some(value) = &given.value else { continue };
        let made = match given.flag.what {
            What::Volume => short(value, maker),
            What::Mount => long(value, maker),
            What::Tmpfs => Some(memory(value, maker)),
            What::VolumesFrom => None,
            _ => continue,
        };
        match made.filter(|own| !own.target.contains(UNKNOWN)) {
            Some(mount) => {
                mounts.retain(|known| known.target != mount.target);
                mounts.push(mount);
            }
            None => maker.not_known(given),
        }
    }
    mounts
}

/// `[source:]target[:options]`
fn short(value: &Value<'_>, maker: &mut Maker<'_>) -> Option<Mount> {
    let text = value.flat();
    // `$PWD/x:/x`, `$(pwd):/x`: where a variable stands first a path of the host is meant.
    let starts_unknown = text.starts_with(UNKNOWN);
    let parts = mount_parts(text)?;
    let source = parts
        .source
        .map(|source| (source, starts_unknown || is_host_path(source)));
    let kind = match source {
        Some((source, _)) if is_pipe(source) => MountKind::Pipe,
        Some((_, true)) => MountKind::Bind,
        _ => MountKind::Volume,
    };
    let mut read_only = false;
    let mut propagation = None;
    for option in parts.options.split(',') {
        match option {
            "ro" => read_only = true,
            "rw" => read_only = false,
            "private" | "rshared" | "shared" | "rslave" | "slave" => {
                propagation = Some(maker.traced(value, option.to_owned()));
            }
            _ => {}
        }
    }
    let origin = maker.origin(value);
    let shown = source.map(|(source, _)| value.part(0..source.len()));
    Some(Mount {
        kind,
        source_origin: shown.map(|shown| maker.origin(&shown)),
        source: source.and_then(|(source, _)| known_source(source, value.variable())),
        target: clean_target(parts.target),
        read_only,
        propagation,
        options: Vec::new(),
        origin,
    })
}

/// A path that begins with a variable is known where all machines that set it mean the same.
fn known_source(source: &str, variable: Option<&str>) -> Option<String> {
    let Some(rest) = source.strip_prefix(UNKNOWN) else {
        return (!source.contains(UNKNOWN)).then(|| clean_source(source));
    };
    let start = match variable?.to_ascii_uppercase().as_str() {
        "PWD" | "CI_PROJECT_DIR" | "GITHUB_WORKSPACE" => ".",
        "HOME" | "USERPROFILE" => "~",
        _ => return None,
    };
    let rest = rest.trim_start_matches(['/', '\\']);
    (!rest.contains(UNKNOWN)).then(|| format!("{start}/{rest}"))
}

fn clean_source(source: &str) -> String {
    if source.len() > 1 && source.starts_with('/') && !source.starts_with("//") {
        clean_target(source)
    } else {
        source.to_owned()
    }
}

fn is_pipe(source: &str) -> bool {
    source.starts_with(r"\\.\pipe\") || source.starts_with("//./pipe/")
}

/// The fields of a line of CSV.
pub(super) fn fields(text: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                if let Some(last) = fields.last_mut() {
                    last.push('"');
                }
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            letter => {
                if let Some(last) = fields.last_mut() {
                    last.push(letter);
                }
            }
        }
    }
    fields
}

/// `type=bind,source=…,target=…`
fn long(value: &Value<'_>, maker: &mut Maker<'_>) -> Option<Mount> {
    let mut kind = MountKind::Volume;
    let mut source = None;
    let mut target = None;
    let mut read_only = false;
    let mut propagation = None;
    let mut options = Vec::new();
    for field in fields(value.flat()) {
        let (key, own) = match field.split_once('=') {
            Some((key, own)) => (key.trim().to_ascii_lowercase(), Some(own.to_owned())),
            None => (field.trim().to_ascii_lowercase(), None),
        };
        let is_on = !matches!(
            own.as_deref(),
            Some("0" | "f" | "F" | "false" | "FALSE" | "False")
        );
        match (key.as_str(), own) {
            ("type", Some(own)) => {
                kind = match own.to_ascii_lowercase().as_str() {
                    "bind" => MountKind::Bind,
                    "volume" => MountKind::Volume,
                    "tmpfs" => MountKind::Tmpfs,
                    "npipe" => MountKind::Pipe,
                    _ => MountKind::Other,
                }
            }
            ("source" | "src", Some(own)) => source = Some(own),
            ("target" | "dst" | "destination", Some(own)) => target = Some(own),
            ("readonly" | "ro", _) => read_only = is_on,
            ("bind-propagation", Some(own)) => propagation = Some(own),
            ("tmpfs-size", Some(own)) => {
                options.push(format!("size={}", bytes(&own)?));
            }
            ("tmpfs-mode", Some(own)) => {
                options.push(format!("mode={}", u32::from_str_radix(&own, 8).ok()?));
            }
            _ => {}
        }
    }
    let target = target?;
    let spread = propagation.filter(|own| !DEFAULT_SPREAD.contains(&own.as_str()));
    let origin = maker.origin(value);
    let source = source.filter(|own| !own.is_empty());
    // Where the source stands among the fields.
    let shown = source.as_ref().and_then(|own| {
        let at = value.flat().find(own.as_str())?;
        Some(value.part(at..at + own.len()))
    });
    let variable = shown.as_ref().and_then(Value::variable).map(str::to_owned);
    Some(Mount {
        kind,
        source_origin: shown.map(|shown| maker.origin(&shown)),
        source: source.and_then(|own| known_source(&own, variable.as_deref())),
        target: clean_target(&target),
        read_only,
        propagation: spread.map(|value| Traced { value, origin }),
        options,
        origin,
    })
}

/// `path[:options]`
fn memory(value: &Value<'_>, maker: &mut Maker<'_>) -> Mount {
    let (path, options) = value.flat().split_once(':').unwrap_or((value.flat(), ""));
    let options = options.split(',').filter(|option| !option.is_empty());
    let options: Vec<String> = options.map(str::to_owned).collect();
    Mount {
        kind: MountKind::Tmpfs,
        source: None,
        source_origin: None,
        target: clean_target(path),
        read_only: options.iter().any(|option| option == "ro"),
        propagation: None,
        options,
        origin: maker.origin(value),
    }
}
