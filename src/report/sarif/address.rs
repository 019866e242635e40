//! Paths as addresses: relative to the repository where there is one, so that code-review tools
//! find the files, else to the scan root.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use super::git::Repository;
use super::model::ArtifactLocation;

/// Where relative addresses start.
pub(super) struct Addresses {
    base: PathBuf,
    /// The way from the base to the scan root.
    prefix: Vec<String>,
}

impl Addresses {
    /// Addresses of a scan of the absolute path `root`.
    pub(super) fn new(root: &Path, repository: Option<&Repository>) -> Self {
        let base = repository.map_or(root, |repository| repository.root.as_path());
        Self {
            base: base.to_path_buf(),
            prefix: root.strip_prefix(base).map(segments).unwrap_or_default(),
        }
    }

    /// The address of a path as texts have it: relative to the scan root, or absolute for a file
    /// outside of it that was asked for.
    pub(super) fn of(&self, path: &str) -> ArtifactLocation {
        let drive = path.as_bytes().get(1) == Some(&b':');
        if !path.starts_with('/') && !drive {
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

fn segments(path: &Path) -> Vec<String> {
    path.components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect()
}

fn encoded<'p>(segments: impl Iterator<Item = &'p str>) -> String {
    let encoded: Vec<String> = segments.map(percent_encoded).collect();
    encoded.join("/")
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

    fn shown(addresses: &Addresses, path: &str) -> String {
        serde_json::to_string(&addresses.of(path)).expect("serialises")
    }

    #[test]
    fn paths_are_relative_to_the_repository() {
        let repository = Repository {
            root: PathBuf::from("/srv/shop"),
            origin: None,
        };
        let addresses = Addresses::new(Path::new("/srv/shop/de ploy/生产"), Some(&repository));
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
        let addresses = Addresses::new(Path::new("/srv/shop"), None);
        assert_eq!(
            shown(&addresses, "a.yaml"),
            r#"{"uri":"a.yaml","uriBaseId":"%SRCROOT%"}"#
        );
    }
}
