//! A hook that runs with full access to the host.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each privileged hook, whatever the container itself may.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for (number, hook) in container.hooks.iter().enumerate() {
        if hook.privileged.is(&true) {
            let site = Site::setting(cx, &hook.privileged, container.owner);
            out.fail(Fail::new("default", site).role(format!("hook {number}")));
        }
    }
}
