//! An image without a tag, or with `latest`.

use std::ops::Range;

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the next pull may bring another version. An image that is built here has its tag
/// from here.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let image = container.image.traced();
    let Some(image) = image.filter(|image| container.build.is_none() && !image.value.is_empty())
    else {
        return out.not_applicable();
    };
    let (key, cause) = match version(&image.value) {
        Version::Fixed => return,
        Version::None => ("default", cx.project.origins.cause(image.origin)),
        Version::Latest(tag) => ("latest", cx.project.origins.cause_of(image.origin, tag)),
    };
    let place = cx.project.origins.place(image.origin);
    let site = Site::caused(place.unwrap_or(container.owner), cause);
    out.fail(Fail::new(key, site).arg("image", repository(&image.value)));
}

/// An image reference without its tag.
fn repository(image: &str) -> &str {
    let name = image.rfind('/').map_or(0, |slash| slash + 1);
    let tag = image.get(name..).and_then(|last| last.find(':'));
    tag.and_then(|tag| image.get(..name + tag)).unwrap_or(image)
}

/// What an image reference says of the version.
#[derive(Debug, PartialEq, Eq)]
enum Version {
    /// A digest, or a tag with a meaning.
    Fixed,
    /// The tag `latest`, at these bytes.
    Latest(Range<usize>),
    /// Nothing.
    None,
}

fn version(image: &str) -> Version {
    if image.contains('@') {
        return Version::Fixed;
    }
    let name = image.rfind('/').map_or(0, |slash| slash + 1);
    let last = image.get(name..).unwrap_or_default();
    match last.split_once(':') {
        None | Some((_, "")) => Version::None,
        Some((_, "latest")) => Version::Latest(image.len() - "latest".len()..image.len()),
        Some(_) => Version::Fixed,
    }
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
            assert_eq!(version(image), Version::Fixed, "{image}");
        }
        for image in ["nginx", "registry.example.com:5000/nginx", "nginx:"] {
            assert_eq!(version(image), Version::None, "{image}");
        }
        assert_eq!(
            repository("a.example:50/x/free:latest"),
            "a.example:50/x/free"
        );
        assert_eq!(repository("nginx"), "nginx");
        assert_eq!(version("a/nginx:latest"), Version::Latest(8..14));
    }
}
