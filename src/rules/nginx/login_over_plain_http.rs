//! A login that is served without TLS: passwords and sessions can be read on the way.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each server without TLS behind which people log in. One that speaks both, or that has
/// a twin with TLS, is the theme of other rules.
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
        if server.tls().is_some() || server.turns_away() || web::twin(server, &servers).is_some() {
            continue;
        }
        let Some(login) = web::login(server) else {
            continue;
        };
        let mut fail = web::at("default", plain.directive)
            .arg("server", server.title())
            .related(login.span());
        for place in server.decided_by() {
            fail = fail.related(place);
        }
        out.fail(web::exposed(fail, nginx, plain.port));
    }
}
