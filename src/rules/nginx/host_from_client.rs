//! The name that an application takes for its own, straight from the client.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `Host` or `X-Forwarded-Host` that is the client's own word.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.any_of(&["proxy_set_header", "grpc_set_header"]) {
        let is_host = one.is("Host") || one.is("X-Forwarded-Host");
        let Some(value) = one.arg(1).filter(|_| is_host) else {
            continue;
        };
        let mut names = value.variables().into_iter();
        let own = names.find(|name| {
            *name == "http_host"
                || ["arg_", "cookie_"]
                    .iter()
                    .any(|start| name.starts_with(start))
        });
        if let Some(name) = own {
            let fail = web::at("default", one).arg("header", one.shown_first());
            out.fail(fail.arg("variable", format!("${name}")));
        }
    }
}
