//! One server that answers with TLS and without: nobody is made to take the safe door.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each such server that turns nobody away.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for server in nginx.servers() {
        let (Some(plain), Some(tls)) = (server.plain(), server.tls()) else {
            continue;
        };
        if server.is_open() {
            out.unknown();
            continue;
        }
        if server.turns_away() {
            continue;
        }
        let mut fail = web::at("default", plain.directive)
            .arg("server", server.title())
            .related(tls.directive.span());
        for place in tls
            .directive
            .args()
            .iter()
            .flat_map(|value| &value.supplied)
        {
            fail = fail.related(*place);
        }
        out.fail(web::exposed(fail, nginx, plain.port));
    }
}
