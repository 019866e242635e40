//! Every graphics processor of the host for one container.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each request that asks for all of them.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for request in &container.device_requests {
        if ["all", "-1"].contains(&request.value.as_str()) {
            let site = Site::origin(cx, request.origin, container.owner);
            out.fail(Fail::new("default", site));
        }
    }
}
