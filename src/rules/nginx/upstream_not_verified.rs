//! TLS to an upstream whose certificate nobody looks at: anybody on the way can be the upstream.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `proxy_pass https://` without `proxy_ssl_verify on`, and its kind for gRPC.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    let kinds = [
        ("proxy_pass", "https", "proxy_ssl_verify"),
        ("grpc_pass", "grpcs", "grpc_ssl_verify"),
    ];
    for (name, scheme, switch) in kinds {
        for pass in nginx.named(name) {
            let Some(target) = pass.target() else {
                continue;
            };
            let block = pass.parent();
            let verified = block.and_then(|block| block.setting(switch));
            let is_here = target.host == "localhost" || target.host.starts_with("127.");
            if target.scheme != scheme || is_here || verified.is_some_and(|one| one.is("on")) {
                continue;
            }
            let mut fail = web::at("default", pass)
                .arg("upstream", target.host)
                .arg("directive", switch);
            if let Some(off) = verified {
                fail = fail.related(off.span());
            }
            out.fail(fail);
        }
    }
}
