//! Doubled slashes that are not made one: `//admin` is no longer `/admin` for a location.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `merge_slashes off`.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("merge_slashes").filter(|one| one.is("off")) {
        out.fail(web::at("default", one).arg("directive", "merge_slashes"));
    }
}
