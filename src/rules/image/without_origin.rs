//! An image that no registry gave or took.

use crate::rules::{Around, EngineImage, Fail, Out, Site};

/// Notes images in use without a digest: only their id tells what they are.
pub(super) fn check(image: &EngineImage<'_>, _: Around<'_>, out: &mut Out<'_>) {
    if !image.is_in_use() {
        return out.not_applicable();
    }
    if image.image.digests.is_empty() {
        let fail = Fail::new("default", Site::missing(image.image.place));
        let fail = fail.arg("image", image.name());
        out.fail(fail.arg("id", image.image.id.clone()));
    }
}
