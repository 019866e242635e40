//! A site that has HTTPS and goes on serving people who come without.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each server without TLS whose twin of the same name has it.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    let servers = nginx.servers();
    for server in &servers {
        let Some(plain) = server.plain() else {
            continue;
        };
        if server.is_open() {
            out.unknown();
            continue;
        }
        if server.tls().is_some() || server.turns_away() {
            continue;
        }
        let gives = ["proxy_pass", "fastcgi_pass", "uwsgi_pass", "root", "alias"];
        if !gives.iter().any(|name| !server.within(name).is_empty()) {
            continue;
        }
        if let Some(twin) = web::twin(server, &servers) {
            let fail = web::at("default", plain.directive)
                .arg("server", server.title())
                .related(twin.block.name_span());
            out.fail(web::exposed(fail, nginx, plain.port));
        }
    }
}
