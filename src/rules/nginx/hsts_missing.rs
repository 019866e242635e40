//! HTTPS that browsers are not told to come back to.

use crate::meaning::nginx::{Directive, Nginx};
use crate::rules::{Out, web};

/// Fails for each server with TLS that sends no `Strict-Transport-Security`.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for server in nginx.servers() {
        let Some(listen) = server.tls() else {
            continue;
        };
        if server.is_open() {
            out.unknown();
            continue;
        }
        let block = server.block;
        let on = |name: &str| block.setting(name).is_some_and(|one| one.is("on"));
        if on("ssl_reject_handshake") || on("security_headers") || closes(block) {
            continue;
        }
        let mut headers = block.effective("add_header");
        headers.extend(server.within("add_header"));
        headers.extend(block.effective("more_set_headers"));
        if headers.iter().any(|one| is_hsts(*one)) {
            continue;
        }
        if !nginx.knows_http {
            out.unknown();
            continue;
        }
        out.fail(web::at("default", listen.directive).arg("server", server.title()));
    }
}

/// Whether it answers nothing at all.
fn closes(block: Directive<'_>) -> bool {
    block.own("return").any(|one| one.is("444"))
}

fn is_hsts(one: Directive<'_>) -> bool {
    let name = "strict-transport-security";
    let mut words = one.args().iter();
    words.any(|value| value.text.to_ascii_lowercase().starts_with(name))
}
