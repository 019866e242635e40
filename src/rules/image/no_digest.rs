//! An image with a tag and without a digest.

use crate::meaning::{ImageVersion, image_version};
use crate::model::{Container, Severity};
use crate::rules::held_images::{Held, held};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where a tag alone says which image it is. One without a version has a rule of its own.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let image = container.image.traced();
    let Some(image) = image.filter(|image| container.build.is_none() && !image.value.is_empty())
    else {
        return out.not_applicable();
    };
    if image.value.contains('@') || image_version(&image.value) != ImageVersion::Fixed {
        return;
    }
    let place = cx.project.origins.place(image.origin);
    let site = Site::lacking(place.unwrap_or(container.owner));
    out.fail(match held(container, cx) {
        None => Fail::new("default", site),
        Some(Held::Digest(digest)) => Fail::new("held", site).arg("digest", digest),
        // No registry can bring another one.
        Some(Held::Id(id)) => {
            let fail = Fail::new("loaded", site).arg("id", id);
            fail.at_most(Severity::Info)
        }
    });
}
