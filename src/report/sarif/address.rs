//! Paths as addresses: relative to the top of the repository, percent-encoded.

use std::path::{Path, PathBuf};

use super::model::ArtifactLocation;
use crate::report::paths::{is_absolute, percent_encoded, segments, way_down};

/// Where relative addresses start.
pub(super) struct Addresses {
    base: PathBuf,
    /// The way from the base to the scan root.
    prefix: Vec<String>,
}

impl Addresses {
    /// Addresses of a scan of the absolute path `root`, relative to `base` around it.
    pub(super) fn new(root: &Path, base: &Path) -> Self {
        Self {
            base: base.to_path_buf(),
            prefix: way_down(base, root),
        }
    }

    /// The address of a path as texts have it: relative to the scan root, or absolute for a file
    /// outside of it that was asked for.
    pub(super) fn of(&self, path: &str) -> ArtifactLocation {
        if !is_absolute(path) {
            let own = path.split('/').filter(|segment| !segment.is_empty());
            let all = self.prefix.iter().map(String::as_str).chain(own);
            return ArtifactLocation::relative(encoded(all));
        }
        if let Ok(inner) = Path::new(path).strip_prefix(&self.base) {
            let inner = segments(inner);
            return ArtifactLocation::relative(encoded(inner.iter().map(String::as_str)));
        }
        let own = path
            .split(['/', '\\'])
            .filter(|segment| !segment.is_empty());
        ArtifactLocation::absolute(format!("file:///{}", encoded(own)))
    }
}

fn encoded<'p>(segments: impl Iterator<Item = &'p str>) -> String {
    let encoded: Vec<String> = segments.map(percent_encoded).collect();
    encoded.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(addresses: &Addresses, path: &str) -> String {
        serde_json::to_string(&addresses.of(path)).expect("serialises")
    }

    #[test]
    fn paths_are_relative_to_the_repository() {
        let root = Path::new("/srv/shop/de ploy/生产");
        let addresses = Addresses::new(root, Path::new("/srv/shop"));
        assert_eq!(
            shown(&addresses, "a/b#c.yaml"),
            r#"{"uri":"de%20ploy/%E7%94%9F%E4%BA%A7/a/b%23c.yaml","uriBaseId":"%SRCROOT%"}"#
        );
        assert_eq!(
            shown(&addresses, "/srv/shop/x.env"),
            r#"{"uri":"x.env","uriBaseId":"%SRCROOT%"}"#
        );
        assert_eq!(
            shown(&addresses, "/etc/x y"),
            r#"{"uri":"file:///etc/x%20y"}"#
        );
    }

    #[test]
    fn without_a_repository_they_are_relative_to_the_scan_root() {
        let root = Path::new("/srv/shop");
        let addresses = Addresses::new(root, root);
        assert_eq!(
            shown(&addresses, "a.yaml"),
            r#"{"uri":"a.yaml","uriBaseId":"%SRCROOT%"}"#
        );
    }
}
