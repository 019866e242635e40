//! The short syntax of a mount: `[source:]target[:options]`, where the source may be a Windows path.

use super::value::{Field, Value};

/// The parts of a mount.
pub(super) struct Parts<'t> {
    /// A path of the host or the name of a volume.
    pub(super) source: Option<&'t str>,
    /// The path in the container.
    pub(super) target: &'t str,
    options: &'t str,
}

/// Splits a mount; `None` for what Compose refuses.
pub(super) fn parse(text: &str) -> Option<Parts<'_>> {
    if text.is_empty() {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(':') {
        let part = text.get(start..at).unwrap_or_default();
        // The colon of a drive does not end its part.
        let mut letters = part.chars();
        let is_drive = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
        if !is_drive || text.len() <= 2 {
            parts.push(part);
            start = at + 1;
        }
    }
    if text.len() <= 2 {
        return Some(Parts {
            source: None,
            target: text,
            options: "",
        });
    }
    parts.push(text.get(start..).unwrap_or_default());
    if parts.iter().any(|part| part.is_empty()) {
        return None;
    }
    let (source, target, options) = match parts.as_slice() {
        [target] => (None, *target, ""),
        [source, target] => (Some(*source), *target, ""),
        [source, target, options] => (Some(*source), *target, *options),
        _ => return None,
    };
    Some(Parts {
        source,
        target,
        options,
    })
}

/// Whether a source is a path of the host, and not the name of a volume.
fn is_path(source: &str) -> bool {
    let mut letters = source.chars();
    let is_drive = letters.next().is_some_and(char::is_alphabetic) && letters.next() == Some(':');
    source.starts_with(['.', '/', '~']) || source.starts_with(r"\\") || is_drive
}

/// The long form of a mount in the short syntax.
pub(super) fn long(item: &Value, text: &str) -> Option<Value> {
    let parts = parse(text)?;
    let mut fields = Vec::new();
    let mut add = |key: &str, value: Value| fields.push(Field::made(key, value));
    let is_bind = parts.source.is_some_and(is_path);
    add("type", item.string(if is_bind { "bind" } else { "volume" }));
    if let Some(source) = parts.source {
        add("source", item.string(source));
    }
    add("target", item.string(&clean(parts.target)));
    let mut bind = Vec::new();
    let mut volume = Vec::new();
    let mut read_only = false;
    for option in parts.options.split(',') {
        match option {
            "ro" => read_only = true,
            "rw" => read_only = false,
            "nocopy" => volume = vec![Field::made("nocopy", item.bool(true))],
            "z" | "Z" => set(&mut bind, "selinux", item.string(option)),
            "rprivate" | "private" | "rshared" | "shared" | "rslave" | "slave" => {
                set(&mut bind, "propagation", item.string(option));
            }
            _ => {}
        }
    }
    if read_only {
        add("read_only", item.bool(true));
    }
    if is_bind {
        set(&mut bind, "create_host_path", item.bool(true));
    }
    if !bind.is_empty() {
        add("bind", item.mapping(bind));
    }
    // The shortest ones are volumes without a word about it.
    if !volume.is_empty() || !is_bind && text.len() > 2 {
        add("volume", item.mapping(volume));
    }
    Some(item.mapping(fields))
}

fn set(fields: &mut Vec<Field>, key: &str, value: Value) {
    fields.retain(|field| &*field.key != key);
    fields.push(Field::made(key, value));
}

/// A path in a container without `.`, `..` and doubled slashes.
pub(super) fn clean(path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(last) if *last != ".." => {
                    parts.pop();
                }
                _ if rooted => {}
                _ => parts.push(".."),
            },
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drive_is_part_of_its_path() {
        let split = |text| parse(text).map(|parts| (parts.source, parts.target, parts.options));
        assert_eq!(
            split(r"C:\data:/data:ro"),
            Some((Some(r"C:\data"), "/data", "ro"))
        );
        assert_eq!(split("c:/data:/data"), Some((Some("c:/data"), "/data", "")));
        assert_eq!(split("data:/data"), Some((Some("data"), "/data", "")));
        assert_eq!(split("/data"), Some((None, "/data", "")));
        assert_eq!(split("ab::c"), None);
        assert_eq!(split("ab:/c:ro:rw"), None);
        assert!(is_path("~/x") && is_path(r"D:\x") && !is_path("data"));
        assert!(is_path(r"\\.\pipe\docker_engine"));
    }

    #[test]
    fn targets_are_cleaned() {
        assert_eq!(clean("/a//b/../c/"), "/a/c");
        assert_eq!(clean("../x"), "../x");
        assert_eq!(clean("./"), ".");
        assert_eq!(clean("/"), "/");
    }
}
