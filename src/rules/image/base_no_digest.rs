//! A base image with a tag and without a digest.

use crate::meaning::dockerfile::{Base, Dockerfile};
use crate::meaning::{ImageVersion, image_repository, image_version};
use crate::rules::{Around, Fail, Out, Site};

/// Fails for each such stage. One without a version has a rule of its own.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for stage in file.stages.iter().filter(|stage| stage.is_built) {
        if let Base::Image(image) = &stage.base
            && !image.contains('@')
            && image_version(image) == ImageVersion::Fixed
        {
            let site = Site::lacking(file.span(&stage.base_range));
            let repository = image_repository(image);
            out.fail(
                Fail::new("default", site)
                    .role(repository)
                    .arg("image", repository),
            );
        }
    }
}
