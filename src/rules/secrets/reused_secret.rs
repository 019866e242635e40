//! One secret that several services check.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each use of such a secret; all uses of one are one finding.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for own in cx.reuse().of(container) {
        let key = if own.is_own { "own" } else { "default" };
        let mut fail = Fail::new(key, Site::belonging(own.shown, Site::at(own.first)))
            .role(own.name)
            .related(own.cause)
            .arg("variable", own.name);
        if let Some(server) = own.server {
            fail = fail.arg("server", server);
        }
        out.fail(fail);
    }
}
