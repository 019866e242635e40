//! Lists of all files of a folder, for everybody.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `autoindex on` without a login or a list of addresses.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("autoindex").filter(|one| one.is("on")) {
        let guarded = one
            .parent()
            .is_some_and(|block| block.denies() || block.authentication().is_some());
        if !guarded {
            out.fail(web::at("default", one).arg("directive", "autoindex"));
        }
    }
}
