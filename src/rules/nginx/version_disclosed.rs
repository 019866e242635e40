//! The version of Nginx in every answer and on every error page.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `server_tokens` that says it, and where nothing says otherwise.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    let mut is_set = false;
    for one in nginx.named("server_tokens") {
        is_set = true;
        if one.is("on") || one.is("build") {
            out.fail(web::at("default", one).arg("directive", "server_tokens"));
        }
    }
    if is_set || nginx.is_fragment || nginx.servers().is_empty() {
        return;
    }
    if !nginx.knows_http {
        out.unknown();
    } else if let Some(block) = web::http(nginx) {
        out.fail(web::of("missing", block).arg("directive", "server_tokens"));
    }
}
