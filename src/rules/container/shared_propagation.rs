//! Mounts made in a container that show up on the host.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for mounts that spread both ways. One way, from the host into the container, is no danger.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for mount in &container.mounts {
        let Some(mode) = &mount.propagation else {
            continue;
        };
        if ["shared", "rshared"].contains(&mode.value.as_str()) {
            let site = Site::origin(cx, mount.origin, container.owner);
            let fail = Fail::new("default", site).role(&mount.target);
            out.fail(fail.arg("target", mount.target.as_str()));
        }
    }
}
