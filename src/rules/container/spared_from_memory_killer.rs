//! Spared when memory runs out, at the cost of everything else on the host.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the kernel must not end it, or ends others first.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if container.oom_kill_disable.is(&true) {
        let site = Site::setting(cx, &container.oom_kill_disable, container.owner);
        out.fail(Fail::new("default", site).role("disabled"));
    }
    if container
        .oom_score_adj
        .value()
        .is_some_and(|score| *score < 0)
    {
        let site = Site::setting(cx, &container.oom_score_adj, container.owner);
        out.fail(Fail::new("score", site).role("score"));
    }
}
