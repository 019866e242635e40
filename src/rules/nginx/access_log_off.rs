//! No trace of who asked for what.

use crate::meaning::nginx::{Listen, Nginx};
use crate::rules::{Out, web};

/// Fails for each `access_log off` of a whole server or of all.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("access_log") {
        let lost = one.is("off") || one.is("/dev/null");
        let block = one.parent();
        let is_wide =
            block.is_some_and(|block| matches!(block.name(), "http" | "server") || is_all(block));
        // A server that only sends on, or that only the machine itself reaches, has nothing to tell.
        let quiet = block
            .filter(|block| block.name() == "server")
            .is_some_and(|block| {
                let mut servers = nginx.servers().into_iter();
                let own = servers.find(|own| own.block == block);
                own.is_some_and(|own| own.turns_away() || own.listens.iter().all(Listen::is_local))
            });
        if lost && is_wide && !quiet {
            out.fail(web::at("default", one).arg("directive", "access_log"));
        }
    }
}

/// Whether a block is the location of everything.
fn is_all(block: crate::meaning::nginx::Directive<'_>) -> bool {
    block.name() == "location"
        && block.args().len() == 1
        && block.text() == "/"
        && block.has_own(&["proxy_pass", "fastcgi_pass", "uwsgi_pass"])
}
