//! An image that cannot say whether it is well.

use crate::meaning::dockerfile::{Base, Dockerfile};
use crate::rules::{Around, Fail, Out, Site};

/// Fails without `HEALTHCHECK`. Of an image that a service builds, the service is judged.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    if !file.services.is_empty() {
        return out.not_applicable();
    }
    let starts = |keyword: &str| matches!(keyword, "CMD" | "ENTRYPOINT");
    let mut steps = file.image_steps();
    if !steps.any(|step| starts(&step.instruction.keyword)) {
        // What starts nothing by itself is a base for others.
        return out.not_applicable();
    }
    let Some(target) = file.image().next().filter(|_| !file.has_check()) else {
        return;
    };
    let base = match file.base().map(|base| &base.base) {
        Some(Base::Image(image)) => crate::meaning::image_repository(image),
        _ => "scratch",
    };
    let site = Site::lacking(file.span(&target.range));
    out.fail(
        Fail::new("default", site)
            .role(target.name.clone().unwrap_or_default())
            .arg("image", base),
    );
}
