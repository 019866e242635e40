//! A name for the host itself in a service that others reach, or that starts code of users.

use crate::meaning::Role;
use crate::model::{Container, Exposure};
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each such name. Sandboxes have a rule of their own.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let (key, exposure) = match (cx.role(container), cx.exposure(container)) {
        (Some(Role::Sandbox), _) => return out.not_applicable(),
        (Some(Role::Runner), _) => ("runner", Exposure::Isolated),
        (_, Exposure::Public) => ("default", Exposure::Public),
        _ => return,
    };
    for host in &container.extra_hosts {
        if host.address == "host-gateway" {
            let site = Site::origin(cx, host.origin, container.owner);
            let fail = Fail::new(key, site).role(&host.name).exposed(exposure);
            out.fail(fail.arg("name", host.name.as_str()));
        }
    }
}
