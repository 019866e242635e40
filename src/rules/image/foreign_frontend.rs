//! A program from elsewhere that reads this file in place of the builder.

use crate::meaning::dockerfile::Dockerfile;
use crate::meaning::{ImageRef, image_repository};
use crate::rules::{Around, Out, builds};

/// Fails for a `# syntax=` that is not Docker's own, or that names no version.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    let mut all = file.directives.iter();
    let Some(own) = all.find(|own| own.name == "syntax") else {
        return out.not_applicable();
    };
    let image = own
        .value
        .value
        .split_whitespace()
        .next()
        .unwrap_or_default();
    let reference = ImageRef::parse(image);
    let is_docker = matches!(
        reference.registry,
        None | Some("docker.io" | "registry-1.docker.io")
    ) && matches!(
        reference.path,
        "docker/dockerfile" | "docker/dockerfile-upstream"
    );
    let key = if !is_docker && reference.digest.is_none() {
        "default"
    } else if matches!(reference.tag, None | Some("latest" | "master"))
        && reference.digest.is_none()
    {
        "unpinned"
    } else {
        return;
    };
    let fail = builds::at(key, file, &own.value.range).role("syntax");
    out.fail(fail.arg("image", image_repository(image)));
}
