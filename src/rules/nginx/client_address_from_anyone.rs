//! The address of the client, from a header that anybody may send.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `set_real_ip_from` of everybody.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("set_real_ip_from") {
        if ["0.0.0.0/0", "::/0"].iter().any(|all| one.is(all)) {
            out.fail(web::at("default", one).arg("network", one.shown()));
        }
    }
}
