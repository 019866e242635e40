//! The short syntax of a mount: `[source:]target[:options]`, where the source may be a Windows path.

use super::value::{Field, Value};
use crate::syntax::engine_values::is_host_path as is_path;
pub(super) use crate::syntax::engine_values::{clean_target as clean, mount_parts as parse};

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
