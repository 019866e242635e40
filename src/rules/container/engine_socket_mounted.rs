//! The engine's socket or named pipe in a container, itself or with the folder it lies in.

use crate::meaning::{EnginePath, is_socket_proxy};
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each place of the host that reaches the engine, read-only or not, and for
/// `use_api_socket`. A socket proxy cannot do without: what it lets through has rules of its own.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for source in cx.host_sources(container) {
        let (key, name) = match source.path.engine() {
            Some(EnginePath::Itself(_)) if is_socket_proxy(container) => continue,
            Some(EnginePath::Itself(name)) => ("default", name),
            Some(EnginePath::Parent(name)) => ("parent", name),
            None => continue,
        };
        out.fail(source.fail(key).arg("path", name));
    }
    if container.use_api_socket.is(&true) {
        let site = Site::setting(cx, &container.use_api_socket, container.owner);
        out.fail(Fail::new("handed", site).role("use_api_socket"));
    }
}
