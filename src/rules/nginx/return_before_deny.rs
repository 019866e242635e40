//! An answer that is given before anybody asks who wants it: `return` comes before `allow` and `deny`.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `return` with an answer in a block that lets in only some.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("return") {
        // To refuse, or to send to another address, gives nothing away.
        let gives =
            one.text().starts_with('2') || one.args().len() == 1 && one.text().starts_with('h');
        let Some(block) = one.around().find(|block| block.name() != "if") else {
            continue;
        };
        if gives && block.has_own(&["deny"]) && block.denies() {
            let mut fail = web::at("default", one).arg("status", one.text());
            if let Some(deny) = block.own("deny").next() {
                fail = fail.related(deny.span());
            }
            out.fail(fail);
        }
    }
}
