//! An image with a tag and without a digest.

use crate::meaning::{ImageVersion, image_version};
use crate::model::Container;
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
    out.fail(Fail::new("default", site));
}
