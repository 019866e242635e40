//! A place of the host that a container can write, and from which the host runs programs or reads
//! who may do what.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each such mount.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for mount in container.mounts.iter().filter(|mount| !mount.read_only) {
        let Some(place) = cx.host_path(mount).and_then(|path| path.sensitivity()) else {
            continue;
        };
        let site = Site::origin(cx, mount.origin, container.owner);
        let fail = Fail::new("default", site).role(&mount.target);
        out.fail(fail.arg("path", place.name));
    }
}
