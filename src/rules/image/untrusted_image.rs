//! An image from a place that the operator does not allow.

use crate::meaning::image_repository;
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for an image whose repository is not listed. Without a list the rule concerns nothing, and
/// an image that is built here comes from nowhere else.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let image = container.image.traced();
    let is_enforced = !cx.parameters().trusted_images.is_empty();
    let Some(image) =
        image.filter(|image| is_enforced && container.build.is_none() && !image.value.is_empty())
    else {
        return out.not_applicable();
    };
    if !cx.parameters().trusts_image(&image.value) {
        let site = Site::origin(cx, image.origin, container.owner);
        out.fail(Fail::new("default", site).arg("image", image_repository(&image.value)));
    }
}
