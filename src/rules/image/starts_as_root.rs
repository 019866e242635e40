//! An image that leaves its containers root.

use crate::meaning::is_root;
use crate::rules::{Around, EngineImage, Fail, Out, Site};

/// Fails where a container of the image is root, as nothing says otherwise. Each of them has a
/// finding of its own; this one says where one line would change all of them.
pub(super) fn check(image: &EngineImage<'_>, _: Around<'_>, out: &mut Out<'_>) {
    if !image.is_in_use() {
        return out.not_applicable();
    }
    if image.image.user.value().is_some_and(|user| !is_root(user)) {
        return;
    }
    let mut users = image.containers().map(|own| own.user.value());
    if users.any(|user| user.is_some_and(|user| is_root(user))) {
        let fail = Fail::new("default", Site::missing(image.image.place));
        out.fail(fail.arg("image", image.name()));
    }
}
