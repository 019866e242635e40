//! A login that anybody may try as often as the network carries.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each login without `limit_req` around it.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for server in nginx.servers() {
        if server.turns_away() {
            continue;
        }
        let Some(login) = web::login(&server) else {
            continue;
        };
        let limits = ["limit_req", "limit_conn"];
        let has = |one: crate::meaning::nginx::Directive<'_>| {
            limits.iter().any(|name| one.setting(name).is_some())
        };
        let block = if login.has_inner() {
            Some(login)
        } else {
            login.parent()
        };
        if !nginx.knows_http {
            out.unknown();
        } else if block.is_some_and(|block| !has(block)) {
            let fail = web::at("default", login).arg("server", server.title());
            out.fail(fail.related(server.block.name_span()));
        }
    }
}
