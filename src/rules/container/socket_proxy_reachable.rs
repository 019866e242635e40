//! A socket proxy that others than its clients can ask.

use crate::meaning::{answers_named_callers_only, is_socket_proxy};
use crate::model::{Container, Exposure};
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each published port, and for each service on its networks that does not speak of it.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if !is_socket_proxy(container) {
        return out.not_applicable();
    }
    for port in &container.ports {
        let exposure = if port.is_loopback() {
            Exposure::Loopback
        } else {
            Exposure::Public
        };
        out.fail(cx.published_port(container, port).exposed(exposure));
    }
    if answers_named_callers_only(container) {
        return;
    }
    for network in &container.networks {
        let is_on = |other: &&Container| {
            let mut networks = other.networks.iter();
            other.name != container.name && networks.any(|own| own.value == network.value)
        };
        let peers = cx.project.containers.iter().filter(is_on);
        let (clients, others): (Vec<_>, Vec<_>) =
            peers.partition(|peer| speaks_of(peer, &container.name));
        if clients.is_empty() && others.len() < 2 {
            // The only one there is its client, whatever tells it so.
            continue;
        }
        let site = Site::origin(cx, network.origin, container.owner);
        // The implied network stands nowhere.
        let is_implied = network.value == "default"
            && cx
                .project
                .networks
                .get("default")
                .is_none_or(|own| own.place.is_none());
        let site = if is_implied {
            Site::at(container.owner)
        } else {
            site
        };
        for peer in others {
            let fail = Fail::new("shared", site)
                .role(format!("{}/{}", network.value, peer.name))
                .exposed(Exposure::Internal);
            out.fail(
                fail.arg("network", network.value.as_str())
                    .arg("peer", peer.name.as_str()),
            );
        }
    }
}

/// Whether the environment or the command of a container names a host.
fn speaks_of(container: &Container, host: &str) -> bool {
    let mut values = container.environment.iter();
    let command = container.command.value();
    let mut words = command.iter().flat_map(|command| &command.words);
    values.any(|variable| {
        let value = variable.value.as_ref();
        value.is_some_and(|value| value.expose().contains(host))
    }) || words.any(|word| word.value.expose().contains(host))
}
