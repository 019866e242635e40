//! A socket proxy that lets through what commands the engine.

use crate::meaning::{is_socket_proxy, let_through};
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each section or pattern that does.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if !is_socket_proxy(container) {
        return out.not_applicable();
    }
    for open in let_through(container) {
        let site = Site::origin(cx, open.origin, container.owner);
        out.fail(
            Fail::new("default", site)
                .role(open.name)
                .arg("setting", open.name),
        );
    }
}
