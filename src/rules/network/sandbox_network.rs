//! A sandbox for code that users bring, with a way to what it must not reach.

use crate::meaning::{Role, StoreKind};
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// How many members of a network are looked at.
const LOOKED_AT: usize = 64;

/// Fails for a network with a data store on it, else for one with a way out; and for the host.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if cx.role(container) != Some(Role::Sandbox) {
        return out.not_applicable();
    }
    for host in &container.extra_hosts {
        if host.address == "host-gateway" {
            let site = Site::origin(cx, host.origin, container.owner);
            let fail = Fail::new("gateway", site).role(&host.name);
            out.fail(fail.arg("name", host.name.as_str()));
        }
    }
    for network in cx.graph.networks(container) {
        let site = cx.joined(container, network);
        let mut members = cx.graph.members(network).iter().take(LOOKED_AT);
        let store = members.find(|other| {
            let store = cx.store(other);
            store.is_some_and(|store| store.kind == StoreKind::Data)
        });
        if let Some(store) = store {
            let fail = Fail::new("default", site).role(*network);
            let fail = fail.arg("network", *network);
            out.fail(fail.arg("store", store.name.as_str()));
            continue;
        }
        // An image that is only fetched ahead runs no code here.
        let has_way_out = container.starts
            && cx
                .project
                .networks
                .get(*network)
                .is_some_and(|own| !own.internal && !own.external);
        if has_way_out && may_open_connections(container) {
            let fail = Fail::new("open", site).role(*network);
            out.fail(fail.arg("network", *network));
        }
    }
}

/// Whether its own switch lets code open connections; it does unless it says otherwise.
fn may_open_connections(container: &Container) -> bool {
    let variables = container.environment.iter();
    let mut switches = variables.filter(|variable| variable.name == "ENABLE_NETWORK");
    !switches.any(|switch| {
        let value = switch.value.as_ref().map(|value| value.expose().trim());
        value.is_some_and(|value| {
            ["false", "0", "no", "off"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(value))
        })
    })
}
