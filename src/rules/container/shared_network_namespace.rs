//! The network of another service, which answers other machines.

use crate::model::{Container, Exposure};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the other service publishes a port. A container of another project is not seen from
/// here.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let mode = &container.namespaces.network;
    let Some(value) = mode.value() else {
        return;
    };
    if value.starts_with("container:") {
        return out.unknown();
    }
    let peer = value.strip_prefix("service:");
    let Some(peer) = peer.and_then(|peer| cx.container(peer)) else {
        return;
    };
    if cx.exposure(peer) == Exposure::Public {
        let site = Site::setting(cx, mode, container.owner);
        out.fail(Fail::new("default", site).arg("peer", peer.name.as_str()));
    }
}
