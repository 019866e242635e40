//! `WebDAV` without a login: anybody puts files onto the server, or takes them away.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `dav_methods` that writes without a login or a list of addresses.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("dav_methods") {
        let Some(block) = one.parent() else {
            continue;
        };
        let limited = block
            .own("limit_except")
            .any(|own| own.denies() || own.authentication().is_some());
        if one.is("off") || limited || block.denies() || block.authentication().is_some() {
            continue;
        }
        out.fail(web::at("default", one).arg("methods", one.shown()));
    }
}
