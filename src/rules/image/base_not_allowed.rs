//! A base image from a place that the operator does not allow.

use crate::meaning::dockerfile::{Base, Dockerfile};
use crate::meaning::image_repository;
use crate::rules::{Around, Out, builds};

/// Fails for each stage whose image is not on the list. Without a list the rule concerns nothing.
pub(super) fn check(file: &Dockerfile, around: Around<'_>, out: &mut Out<'_>) {
    if around.parameters.trusted_images.is_empty() {
        return out.not_applicable();
    }
    for stage in file.stages.iter().filter(|stage| stage.is_built) {
        match &stage.base {
            Base::Image(image) if !around.parameters.trusts_image(image) => {
                let repository = image_repository(image);
                let fail = builds::at("default", file, &stage.base_range).role(repository);
                out.fail(fail.arg("image", repository));
            }
            Base::Unknown => out.unknown(),
            _ => {}
        }
    }
}
