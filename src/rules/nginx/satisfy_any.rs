//! A password or an address: whoever comes from there needs no password.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `satisfy any` in front of a login where a whole network is let in.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("satisfy").filter(|one| one.is("any")) {
        let Some(block) = one.parent() else {
            continue;
        };
        let Some(login) = block.authentication() else {
            continue;
        };
        let mut allowed = block.access().into_iter();
        let allowed = allowed.find(|one| one.name() == "allow" && !is_local(one.text()));
        if let Some(allowed) = allowed {
            let fail = web::at("default", one)
                .arg("network", allowed.shown())
                .arg("directive", login.name());
            out.fail(fail.related(allowed.span()));
        }
    }
}

fn is_local(address: &str) -> bool {
    address.starts_with("127.") || address == "::1" || address == "unix:"
}
