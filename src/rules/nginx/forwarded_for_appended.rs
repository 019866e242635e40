//! The client's own `X-Forwarded-For`, handed on at the edge with its address behind it.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `X-Forwarded-For $proxy_add_x_forwarded_for` where nothing says which proxies stand
/// before this one.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    let headers = nginx.any_of(&["proxy_set_header", "grpc_set_header"]);
    for one in headers {
        let appends = one
            .arg(1)
            .is_some_and(|value| value.variables().contains(&"proxy_add_x_forwarded_for"));
        let known = one
            .parent()
            .is_some_and(|block| block.setting("set_real_ip_from").is_some());
        if appends && !known {
            out.fail(web::at("default", one).arg("header", one.shown_first()));
        }
    }
}
