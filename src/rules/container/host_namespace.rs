//! Namespaces that the container shares with the host.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each namespace of the host.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let own = &container.namespaces;
    let modes = [
        ("network", &own.network),
        ("pid", &own.pid),
        ("ipc", &own.ipc),
        ("uts", &own.uts),
        ("user", &own.user),
        ("cgroup", &own.cgroup),
    ];
    for (name, mode) in modes {
        if mode.value().is_some_and(|mode| mode == "host") {
            let key = if name == "network" { "default" } else { name };
            let site = Site::setting(cx, mode, container.owner);
            out.fail(Fail::new(key, site).role(name));
        }
    }
}
