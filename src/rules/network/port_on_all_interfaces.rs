//! A port published on every interface of the host. The front doors of the web have their own rule.

use crate::model::Container;
use crate::rules::{Context, Out};

/// Fails for each such port.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for port in &container.ports {
        if port.is_on_all_interfaces() && !cx.parameters().is_front_door(port) {
            out.fail(cx.published_port(container, port));
        }
    }
}
