//! The engine's socket or named pipe in a container, itself or with the folder it lies in.

use crate::meaning::EnginePath;
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each mount that reaches the engine, read-only or not, and for `use_api_socket`.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for mount in &container.mounts {
        let Some(engine) = cx.host_path(mount).and_then(|path| path.engine()) else {
            continue;
        };
        let (key, name) = match engine {
            EnginePath::Itself(name) => ("default", name),
            EnginePath::Parent(name) => ("parent", name),
        };
        let site = Site::origin(cx, mount.origin, container.owner);
        let fail = Fail::new(key, site).role(&mount.target);
        out.fail(fail.arg("path", name));
    }
    if container.use_api_socket.is(&true) {
        let site = Site::setting(cx, &container.use_api_socket, container.owner);
        out.fail(Fail::new("handed", site).role("use_api_socket"));
    }
}
