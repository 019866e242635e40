//! A place of the host with secrets in it, mounted read-only.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each such mount. What can be written is the finding of another rule.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for mount in container.mounts.iter().filter(|mount| mount.read_only) {
        let place = cx.host_path(mount).and_then(|path| path.sensitivity());
        let Some(place) = place.filter(|place| place.tells) else {
            continue;
        };
        let site = Site::origin(cx, mount.origin, container.owner);
        let fail = Fail::new("default", site).role(&mount.target);
        out.fail(fail.arg("path", place.name));
    }
}
