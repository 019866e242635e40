//! References of images: `registry:5000/team/name:tag@digest`.

use std::ops::Range;

use super::images::ImageRef;

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
    let reference = ImageRef::parse(image);
    match reference.tag {
        _ if reference.digest.is_some() => ImageVersion::Fixed,
        None => ImageVersion::None,
        Some("latest") => {
            let end = image.trim_end().len();
            ImageVersion::Latest(end.saturating_sub("latest".len())..end)
        }
        Some(_) => ImageVersion::Fixed,
    }
}

/// A reference without tag and digest.
pub fn image_repository(image: &str) -> &str {
    let image = image.trim();
    let path = ImageRef::parse(image).path;
    // The path is a part of the reference: what stands before it is the registry.
    let end = image.find(path).map_or(image.len(), |at| at + path.len());
    image.get(..end).unwrap_or(image)
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
    }
}
