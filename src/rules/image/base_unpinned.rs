//! A base image without a tag, or with `latest`.

use crate::meaning::dockerfile::{Base, Dockerfile};
use crate::meaning::{ImageVersion, image_repository, image_version};
use crate::rules::{Around, Out, builds};

/// Fails for each stage whose next build may begin with another version.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for stage in file.stages.iter().filter(|stage| stage.is_built) {
        let Base::Image(image) = &stage.base else {
            continue;
        };
        let key = match image_version(image) {
            ImageVersion::Fixed => continue,
            ImageVersion::None => "default",
            ImageVersion::Latest(_) => "latest",
        };
        let repository = image_repository(image);
        let fail = builds::at(key, file, &stage.base_range).role(repository);
        out.fail(fail.kin((key, repository)).arg("image", repository));
    }
}
