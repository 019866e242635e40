//! An image that brings no health check.

use crate::model::Setting;
use crate::rules::{Around, EngineImage, Fail, Out, Site};

/// Fails where a container of the image has no check either. Each of them has a finding of its own;
/// this one says where one line would give all of them a check.
pub(super) fn check(image: &EngineImage<'_>, _: Around<'_>, out: &mut Out<'_>) {
    if !image.is_in_use() {
        return out.not_applicable();
    }
    if image.image.health.value().is_some() {
        return;
    }
    let mut checks = image.containers().map(|own| &own.health);
    if checks.any(|health| matches!(health, Setting::Unset(_))) {
        let fail = Fail::new("default", Site::missing(image.image.place));
        out.fail(fail.arg("image", image.name()));
    }
}
