//! References of images: `registry:5000/team/name:tag@digest`.

use std::ops::Range;

/// What a reference says of the version.
#[derive(Debug, PartialEq, Eq)]
pub enum ImageVersion {
    /// A digest, or a tag with a meaning.
    Fixed,
    /// The tag `latest`, at these bytes.
    Latest(Range<usize>),
    /// Nothing.
    None,
}

/// What a reference says of the version.
pub fn image_version(image: &str) -> ImageVersion {
    if image.contains('@') {
        return ImageVersion::Fixed;
    }
    match image_tag(image) {
        None | Some("") => ImageVersion::None,
        Some("latest") => ImageVersion::Latest(image.len() - "latest".len()..image.len()),
        Some(_) => ImageVersion::Fixed,
    }
}

/// The tag of a reference.
pub fn image_tag(image: &str) -> Option<&str> {
    let named = image.split('@').next().unwrap_or(image);
    let last = named.rsplit('/').next().unwrap_or(named);
    last.split_once(':').map(|(_, tag)| tag)
}

/// A reference without tag and digest.
pub fn image_repository(image: &str) -> &str {
    let named = image.split('@').next().unwrap_or(image);
    let name = named.rfind('/').map_or(0, |slash| slash + 1);
    let tag = named.get(name..).and_then(|last| last.find(':'));
    tag.and_then(|tag| named.get(..name + tag)).unwrap_or(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_digests() {
        for image in [
            "nginx:1.27",
            "nginx@sha256:00",
            "nginx:latest@sha256:00",
            "registry.example.com:5000/team/nginx:1.27-alpine",
            "nginx:latest-alpine",
        ] {
            assert_eq!(image_version(image), ImageVersion::Fixed, "{image}");
        }
        for image in ["nginx", "registry.example.com:5000/nginx", "nginx:"] {
            assert_eq!(image_version(image), ImageVersion::None, "{image}");
        }
        assert_eq!(image_version("a/nginx:latest"), ImageVersion::Latest(8..14));
        assert_eq!(
            image_repository("a.example:50/x/free:latest"),
            "a.example:50/x/free"
        );
        assert_eq!(image_repository("nginx@sha256:00"), "nginx");
        assert_eq!(image_tag("a.example:50/x:7.2@sha256:00"), Some("7.2"));
        assert_eq!(image_tag("a.example:50/x"), None);
    }
}
