//! Image references, and which product an image is, whatever registry or mirror it comes from.

use super::knowledge::Knowledge;
use crate::model::Container;

/// An image reference, taken apart: `registry/path:tag@digest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageRef<'a> {
    /// The host that it is fetched from, where it names one.
    pub registry: Option<&'a str>,
    /// The repository on that host.
    pub path: &'a str,
    /// The tag.
    pub tag: Option<&'a str>,
    /// The digest.
    pub digest: Option<&'a str>,
}

impl<'a> ImageRef<'a> {
    /// Takes a reference apart. Every text is some reference: nothing is refused.
    pub fn parse(text: &'a str) -> Self {
        let text = text.trim();
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        // A first part with a dot or a port is a host, as Docker reads it.
        let (registry, rest) = match name.split_once('/') {
            Some((host, rest)) if host.contains(['.', ':']) || host == "localhost" => {
                (Some(host), rest)
            }
            _ => (None, name),
        };
        let (path, tag) = match rest.rsplit_once(':') {
            Some((path, tag)) if !tag.contains('/') => (path, Some(tag)),
            _ => (rest, None),
        };
        Self {
            registry,
            path,
            tag: tag.filter(|tag| !tag.is_empty()),
            digest: digest.filter(|digest| !digest.is_empty()),
        }
    }

    /// Whether the repository is `known`, or ends with it after a slash: mirrors and proxies put
    /// something before it. The whole last part counts: `redis-exporter` is no `redis`.
    pub fn is(&self, known: &str) -> bool {
        let Some(start) = self.path.len().checked_sub(known.len()) else {
            return false;
        };
        let end = self.path.get(start..);
        let before = self.path.get(..start).unwrap_or_default();
        end.is_some_and(|end| end.eq_ignore_ascii_case(known))
            && !known.is_empty()
            && (before.is_empty() || before.ends_with('/'))
    }

    /// The number with which the tag begins: 7 of `v7.2-alpine`.
    pub fn major(&self) -> Option<u32> {
        let tag = self.tag?;
        let digits = tag.strip_prefix(['v', 'V']).unwrap_or(tag);
        let end = digits.find(|c: char| !c.is_ascii_digit());
        digits.get(..end.unwrap_or(digits.len()))?.parse().ok()
    }
}

/// The last part of the name of an image, without tag and digest.
pub fn image_name(reference: &str) -> &str {
    let path = ImageRef::parse(reference).path;
    path.rsplit('/').next().unwrap_or(path)
}

impl Knowledge {
    /// Says where images lie whose names a mirror changed: what such a prefix leaves is the name
    /// that the vendor gave.
    #[must_use]
    pub fn with_mirrors(mut self, mirrors: Vec<String>) -> Self {
        self.mirrors = mirrors;
        // The longest counts.
        self.mirrors
            .sort_by_key(|mirror| std::cmp::Reverse(mirror.len()));
        self
    }

    /// The reference of an image without the mirror before it.
    pub fn image<'a>(&self, reference: &'a str) -> ImageRef<'a> {
        let reference = reference.trim();
        let named = self.mirrors.iter().find_map(|mirror| {
            let rest = reference.strip_prefix(mirror.as_str())?;
            let is_whole = mirror.ends_with(['/', '-', '_', '.']) || rest.starts_with('/');
            let rest = rest.trim_start_matches('/');
            (is_whole && !rest.is_empty()).then_some(rest)
        });
        ImageRef::parse(named.unwrap_or(reference))
    }

    /// The image of a container, where it names one.
    pub fn image_of<'a>(&self, container: &'a Container) -> Option<ImageRef<'a>> {
        let image = container.image.value().filter(|image| !image.is_empty())?;
        Some(self.image(image))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_references_apart() {
        for (text, registry, path, tag, digest) in [
            ("redis", None, "redis", None, None),
            ("redis:", None, "redis", None, None),
            (
                "labring/fastgpt:v4",
                None,
                "labring/fastgpt",
                Some("v4"),
                None,
            ),
            (
                "docker.m.daocloud.io/library/redis:6@sha256:00",
                Some("docker.m.daocloud.io"),
                "library/redis",
                Some("6"),
                Some("sha256:00"),
            ),
            (
                "registry:5000/team/redis",
                Some("registry:5000"),
                "team/redis",
                None,
                None,
            ),
            (
                "localhost/redis:7",
                Some("localhost"),
                "redis",
                Some("7"),
                None,
            ),
        ] {
            let expected = ImageRef {
                registry,
                path,
                tag,
                digest,
            };
            assert_eq!(ImageRef::parse(text), expected, "{text}");
        }
        assert_eq!(ImageRef::parse("x:v7.2-alpine").major(), Some(7));
        assert_eq!(ImageRef::parse("x:latest").major(), None);
    }

    #[test]
    fn an_image_is_known_behind_any_registry() {
        for image in [
            "redis",
            "Redis:7.2-alpine",
            "registry.cn-hangzhou.aliyuncs.com/fastgpt/redis",
            "docker.m.daocloud.io/library/redis:6@sha256:00",
            "harbor.local/proxy/library/redis:7",
            "ghcr.io/team/redis",
        ] {
            assert!(ImageRef::parse(image).is("redis"), "{image}");
        }
        for image in [
            "oliver006/redis-exporter",
            "myredis",
            "team/myredis-ui",
            "redis/redis_insight",
            "redis/commander:redis",
            "",
        ] {
            assert!(!ImageRef::parse(image).is("redis"), "{image}");
        }
        assert!(ImageRef::parse("harbor.local/couchbase/server:7").is("couchbase/server"));
        assert!(!ImageRef::parse("xcouchbase/server").is("couchbase/server"));
    }

    #[test]
    fn a_mirror_that_renames_is_told() {
        let mirrors = ["harbor.local/hub-", "harbor.local/pull"].map(str::to_owned);
        let knowledge = Knowledge::default().with_mirrors(mirrors.to_vec());
        for (text, path) in [
            ("harbor.local/hub-redis:7", "redis"),
            ("harbor.local/pull/couchbase/server", "couchbase/server"),
            ("harbor.local/pulled/redis", "pulled/redis"),
            ("harbor.local/hub-", "hub-"),
        ] {
            assert_eq!(knowledge.image(text).path, path, "{text}");
        }
    }
}
