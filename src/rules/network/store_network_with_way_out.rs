//! A network of data stores that leads out, although nobody on it needs that.

use crate::meaning::StoreKind;
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Larger networks are no back-end networks.
const LARGEST: usize = 64;

/// Fails for each declared network whose members are stores, or have another way out.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if !is_store(container, cx) || !container.ports.is_empty() {
        return out.not_applicable();
    }
    for network in cx.graph.networks(container) {
        let Some(own) = cx.project.networks.get(*network) else {
            continue;
        };
        let place = cx.declared_network(network);
        let Some(place) = place.filter(|_| !own.internal && !own.external) else {
            continue;
        };
        let members = cx.graph.members(network);
        if members.len() <= LARGEST && !members.iter().any(|own| needs(own, network, cx)) {
            let site = Site::belonging(container.owner, Site::at(place));
            let fail = Fail::new("default", site).role(*network);
            out.fail(fail.arg("network", *network));
        }
    }
}

fn is_store(container: &Container, cx: &Context<'_>) -> bool {
    let store = cx.store(container);
    store.is_some_and(|store| store.kind == StoreKind::Data)
}

/// Whether a member may need this network to reach what is outside, or to be reached.
fn needs(member: &Container, network: &str, cx: &Context<'_>) -> bool {
    let mut others = cx.graph.networks(member).iter();
    let has_another = others.any(|other| {
        let own = cx.project.networks.get(*other);
        *other != network && own.is_some_and(|own| !own.internal)
    });
    let only_answers = is_store(member, cx) && member.ports.is_empty();
    !(has_another || only_answers)
}
