//! A data store on the network of a published service that does not use it.

use crate::meaning::{Store, StoreKind};
use crate::model::{Container, Exposure, Sensitive};
use crate::rules::{Context, Fail, Out, Site};

/// How many published services on one network are looked at, and how many are named.
const LOOKED_AT: usize = 16;
const NAMED: usize = 4;

/// Fails for each network on which that is so.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let store = cx.store(container);
    let Some(store) = store.filter(|store| store.kind == StoreKind::Data) else {
        return out.not_applicable();
    };
    if cx.exposure(container) == Exposure::Public {
        return;
    }
    for network in cx.graph.networks(container) {
        let published = cx.graph.published_on(network).iter().take(LOOKED_AT);
        let idle = published.filter(|other| other.starts && !uses(other, container, store, cx));
        for other in idle.take(NAMED) {
            let site = match cx.declared_network(network) {
                Some(place) => Site::belonging(container.owner, Site::at(place)),
                None => Site::missing(container.owner),
            };
            let fail = Fail::new("default", site)
                .role(format!("{network} {}", other.name))
                .arg("network", *network)
                .arg("front", other.name.as_str());
            out.fail(fail);
        }
    }
}

/// Whether a service names the store, or has a variable for a store of that kind and names no other
/// one.
fn uses(user: &Container, container: &Container, store: &Store, cx: &Context<'_>) -> bool {
    let name = container.name.as_str();
    let values = user.environment.iter().filter_map(|variable| {
        let value = variable.value.as_ref().map(Sensitive::expose);
        value.map(|value| value.split(is_no_name))
    });
    let mut another = false;
    for word in values.flatten() {
        if word == name {
            return true;
        }
        let other = cx.container(word).and_then(|other| cx.store(other));
        another |= other.is_some_and(|other| other.name == store.name);
    }
    let mut variables = user.environment.iter();
    let is_for_one = variables.any(|variable| cx.knowledge.is_of_store(&variable.name, store));
    let depends = user.depends_on.iter().any(|other| other.service == name);
    depends || (is_for_one && !another)
}

fn is_no_name(character: char) -> bool {
    !(character.is_alphanumeric() || matches!(character, '-' | '_' | '.'))
}
