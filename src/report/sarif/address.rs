//! Paths as addresses: relative to the top of the repository, percent-encoded.

use super::model::ArtifactLocation;
use crate::report::paths::{is_absolute, joined, percent_encoded};

/// The address of a path as reports have it: relative to the scan root, which lies at `prefix` in the
/// repository, or absolute for a file outside of that.
pub(super) fn address(prefix: &str, path: &str) -> ArtifactLocation {
    if is_absolute(path) {
        let own = path
            .split(['/', '\\'])
            .filter(|segment| !segment.is_empty());
        return ArtifactLocation::absolute(format!("file:///{}", encoded(own)));
    }
    ArtifactLocation::relative(encoded(joined(prefix, path).split('/')))
}

fn encoded<'p>(segments: impl Iterator<Item = &'p str>) -> String {
    let encoded: Vec<String> = segments.map(percent_encoded).collect();
    encoded.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(prefix: &str, path: &str) -> String {
        serde_json::to_string(&address(prefix, path)).expect("serialises")
    }

    #[test]
    fn paths_are_relative_to_the_repository() {
        let prefix = "de ploy/生产";
        assert_eq!(
            shown(prefix, "a/b#c.yaml"),
            r#"{"uri":"de%20ploy/%E7%94%9F%E4%BA%A7/a/b%23c.yaml","uriBaseId":"%SRCROOT%"}"#
        );
        assert_eq!(
            shown(prefix, "../../x.env"),
            r#"{"uri":"x.env","uriBaseId":"%SRCROOT%"}"#
        );
        assert_eq!(shown(prefix, "/etc/x y"), r#"{"uri":"file:///etc/x%20y"}"#);
        assert_eq!(shown(prefix, r"C:\x y"), r#"{"uri":"file:///C%3A/x%20y"}"#);
    }

    #[test]
    fn without_a_repository_they_are_relative_to_the_scan_root() {
        assert_eq!(
            shown("", "a.yaml"),
            r#"{"uri":"a.yaml","uriBaseId":"%SRCROOT%"}"#
        );
    }
}
