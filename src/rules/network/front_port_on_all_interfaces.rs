//! Ports 80 and 443 of the host: the front doors of the web, open to all networks on purpose, mostly.

use crate::model::Container;
use crate::rules::{Context, Out};

/// Fails for each such port.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for port in &container.ports {
        if port.is_on_all_interfaces() && port.is_front_door() {
            out.fail(cx.published_port(container, port));
        }
    }
}
