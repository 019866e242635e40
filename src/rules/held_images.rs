//! What an engine that was asked keeps of the image that a container names.

use super::context::Context;
use crate::meaning::{ImageRef, image_repository};
use crate::model::{Container, Image};

/// What names the content of an image for ever.
pub(super) enum Held {
    /// The reference with the digest under which a registry has it.
    Digest(String),
    /// Its id: no registry gave or took it.
    Id(String),
}

/// The image of a container, as an engine keeps it; `None` where none was asked, or none has it.
pub(super) fn held(container: &Container, cx: &Context<'_>) -> Option<Held> {
    let reference = container.image.value()?;
    let wanted = Whole::of(reference);
    let mut images = cx.engines.iter().flat_map(|engine| &engine.images);
    let image = images.find(|image| image.tags.iter().any(|tag| Whole::of(tag) == wanted))?;
    Some(match digest(image, &wanted) {
        Some(digest) => {
            let tag = ImageRef::parse(reference).tag;
            let tag = tag.map(|tag| format!(":{tag}")).unwrap_or_default();
            Held::Digest(format!("{}{tag}@{digest}", image_repository(reference)))
        }
        None => Held::Id(image.id.clone()),
    })
}

/// The digest of its own repository, or else of the first one.
fn digest<'i>(image: &'i Image, wanted: &Whole<'_>) -> Option<&'i str> {
    let all = || image.digests.iter().filter_map(|own| own.split_once('@'));
    let is_own = |name: &str| {
        let own = Whole::of(name);
        (own.registry, &own.path) == (wanted.registry, &wanted.path)
    };
    let own = all().find(|(name, _)| is_own(name));
    own.or_else(|| all().next()).map(|(_, digest)| digest)
}

/// A reference with what it leaves out: `nginx` is `docker.io/library/nginx:latest`.
#[derive(PartialEq, Eq)]
struct Whole<'r> {
    registry: &'r str,
    path: String,
    tag: &'r str,
}

impl<'r> Whole<'r> {
    fn of(reference: &'r str) -> Self {
        let own = ImageRef::parse(reference);
        let registry = own.registry.unwrap_or("docker.io");
        let registry = if registry == "index.docker.io" {
            "docker.io"
        } else {
            registry
        };
        let is_short = registry == "docker.io" && !own.path.contains('/');
        Self {
            registry,
            path: if is_short {
                format!("library/{}", own.path)
            } else {
                own.path.to_owned()
            },
            tag: own.tag.unwrap_or("latest"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_completed() {
        let same = |a: &str, b: &str| Whole::of(a) == Whole::of(b);
        assert!(same("nginx", "docker.io/library/nginx:latest"));
        assert!(same("index.docker.io/library/redis:7", "redis:7"));
        assert!(same(
            "langgenius/dify-api:1",
            "docker.io/langgenius/dify-api:1"
        ));
        assert!(!same("nginx:1.27", "nginx:1.28"));
        assert!(!same("nginx", "registry.example/nginx"));
        assert!(!same("localhost/app:1", "app:1"));
    }
}
