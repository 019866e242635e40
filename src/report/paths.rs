//! Paths as code-review tools want them: relative to the top of the repository, so that their notes
//! hit the line also where a subfolder was scanned.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use super::{Report, git};
use crate::input::relative;

/// The folder that code review takes paths to start at: the one that was asked for, else the top of
/// the git work tree around the scan root, else the scan root itself.
pub(super) fn top(report: &Report<'_>) -> PathBuf {
    let asked = report.path_root.map(Path::to_path_buf);
    let found = || git::top(report.root);
    asked
        .or_else(found)
        .unwrap_or_else(|| report.root.to_path_buf())
}

/// A path as texts have it, from the scan root on also where the file lies beside that, but within the
/// repository.
pub(super) fn from_root<'p>(report: &Report<'_>, path: &'p str) -> Cow<'p, str> {
    let place = Path::new(path);
    if !place.is_absolute() || !place.starts_with(top(report)) {
        return path.into();
    }
    let from_root = relative(report.root, place);
    from_root.to_string_lossy().replace('\\', "/").into()
}

/// The way from `top` down to `root`; nothing where it does not lead down.
pub(super) fn way_down(top: &Path, root: &Path) -> Vec<String> {
    root.strip_prefix(top).map(segments).unwrap_or_default()
}

/// The names in a path.
pub(super) fn segments(path: &Path) -> Vec<String> {
    path.components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect()
}

/// Whether a path as texts have it leads out of the scan root: `/…`, or from a drive.
pub(super) fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.as_bytes().get(1) == Some(&b':')
}

/// `path` behind `prefix`, without the turns on the way; one that is absolute stays.
pub(super) fn joined(prefix: &str, path: &str) -> String {
    if is_absolute(path) {
        return path.to_owned();
    }
    let mut way: Vec<&str> = Vec::new();
    for segment in prefix.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." if way.last().is_some_and(|last| *last != "..") => {
                way.pop();
            }
            segment => way.push(segment),
        }
    }
    let start = if prefix.starts_with('/') { "/" } else { "" };
    format!("{start}{}", way.join("/"))
}

/// A segment of a path with everything but letters, digits and `-._~` as `%XX`.
pub(super) fn percent_encoded(segment: &str) -> String {
    let mut encoded = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_without_turns() {
        for (prefix, path, whole) in [
            ("", "a.yaml", "a.yaml"),
            ("deploy/prod", "a b.yaml", "deploy/prod/a b.yaml"),
            ("deploy/prod", "../x.env", "deploy/x.env"),
            ("deploy", "../../x.env", "../x.env"),
            ("deploy", "/etc/x", "/etc/x"),
            ("deploy", "C:/x", "C:/x"),
            ("/srv/./shop", "../x", "/srv/x"),
            ("..", "x", "../x"),
        ] {
            assert_eq!(joined(prefix, path), whole, "{prefix} {path}");
        }
    }

    #[test]
    fn the_way_down_is_empty_where_there_is_none() {
        let way = |top, root| way_down(Path::new(top), Path::new(root)).join("/");
        assert_eq!(way("/srv/shop", "/srv/shop/de ploy/x"), "de ploy/x");
        assert_eq!(way("/srv/shop", "/srv"), "");
    }
}
