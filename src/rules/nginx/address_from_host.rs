//! An address of its own that the application is told, made of the name that a client sent, in a server
//! that answers to every name.

use crate::meaning::nginx::{Directive, Nginx};
use crate::rules::{Out, web};

/// Fails for each header with such an address.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.any_of(&["proxy_set_header", "grpc_set_header"]) {
        let Some(value) = one.arg(1) else {
            continue;
        };
        let is_address = value.text.contains("://$host")
            || value.text.contains("://$http_host")
            || value.text.contains("://${host}");
        let Some(server) = one.inside("server") else {
            continue;
        };
        let names: Vec<_> = server
            .own("server_name")
            .flat_map(Directive::args)
            .collect();
        let answers_all = names
            .iter()
            .all(|name| name.is_known && matches!(name.text.as_str(), "_" | ""));
        if is_address && answers_all {
            let mut fail = web::at("default", one).arg("header", one.shown_first());
            for name in names {
                fail = fail.related(name.span);
            }
            out.fail(fail);
        }
    }
}
