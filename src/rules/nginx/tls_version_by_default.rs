//! A server with TLS that says nothing of protocols: its version decides, and that of OpenSSL.

use crate::meaning::TLS_PROFILE;
use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each such server.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for server in nginx.servers() {
        let Some(listen) = server.tls() else {
            continue;
        };
        if server.is_open() {
            out.unknown();
            continue;
        }
        if server.block.setting("ssl_protocols").is_none() && rejects_nothing(&server) {
            if !nginx.knows_http {
                out.unknown();
                continue;
            }
            let fail = web::at("default", listen.directive);
            out.fail(
                fail.arg("server", server.title())
                    .arg("guideline", TLS_PROFILE.title()),
            );
        }
    }
}

/// Whether it takes connections at all.
fn rejects_nothing(server: &crate::meaning::nginx::Server<'_>) -> bool {
    !server
        .block
        .setting("ssl_reject_handshake")
        .is_some_and(|one| one.is("on"))
}
