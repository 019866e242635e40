//! A password that Nginx itself asks for without TLS.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `auth_basic`, `auth_ldap` and the like of a server that listens without TLS.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for server in nginx.servers() {
        let Some(plain) = server.plain() else {
            continue;
        };
        if server.turns_away() {
            continue;
        }
        for name in ["auth_basic", "auth_ldap", "auth_pam"] {
            let mut asked = server.within(name);
            asked.extend(server.block.around().flat_map(|block| block.own(name)));
            let Some(one) = asked.into_iter().find(|one| !one.is("off")) else {
                continue;
            };
            let fail = web::at("default", one)
                .arg("directive", name)
                .arg("server", server.title())
                .related(plain.directive.span());
            out.fail(web::exposed(fail, nginx, plain.port));
        }
    }
}
