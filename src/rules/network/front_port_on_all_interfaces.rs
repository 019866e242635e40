//! The front doors of the host (ports 80 and 443, unless the user says otherwise), open to all
//! networks on purpose, mostly.

use crate::model::Container;
use crate::rules::{Context, Out};

/// Fails for each such port.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for port in &container.ports {
        if port.is_on_all_interfaces() && cx.parameters().is_front_door(port) {
            out.fail(cx.published_port(container, port));
        }
    }
}
