//! Stapling that cannot ask: the responder of the certificate has a name, and nobody resolves it.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `ssl_stapling on` without `resolver` or a file.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("ssl_stapling").filter(|one| one.is("on")) {
        // Without a server with TLS nothing is stapled.
        let is_used = nginx.servers().iter().any(|server| server.tls().is_some());
        if !is_used {
            continue;
        }
        let setting = |name: &str| match one.parent() {
            Some(block) => block.setting(name),
            None => nginx.named(name).next(),
        };
        if setting("resolver").is_none() && setting("ssl_stapling_file").is_none() {
            if nginx.knows_http {
                out.fail(web::at("default", one).arg("directive", "ssl_stapling"));
            } else {
                out.unknown();
            }
        }
    }
}
