//! A page about the state of the server, for everybody.

use crate::meaning::nginx::{Listen, Nginx};
use crate::rules::{Out, web};

/// Fails for each `stub_status` and its kind without `deny all` or a login.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.any_of(&[
        "stub_status",
        "vhost_traffic_status_display",
        "status_zone_display",
    ]) {
        if one.is("off") {
            continue;
        }
        let block = one.parent();
        let guarded = block.is_some_and(|block| {
            block.denies() || block.authentication().is_some() || is_internal(block)
        });
        let local = one.inside("server").is_some_and(|server| {
            let mut servers = nginx.servers().into_iter();
            let own = servers.find(|own| own.block == server);
            own.is_some_and(|own| own.listens.iter().all(Listen::is_local))
        });
        if !guarded && !local {
            out.fail(web::at("default", one).arg("directive", one.name()));
        }
    }
}

fn is_internal(block: crate::meaning::nginx::Directive<'_>) -> bool {
    block.has_own(&["internal"])
}
