//! What fronts pass on.

use std::collections::{HashMap, HashSet};

use super::networks::network_node;
use super::tools::shown;
use super::{Building, Member, Services};
use crate::graph::ways::model::{Edge, EdgeKind, NodeKind, Strength};
use crate::meaning::Role;
use crate::meaning::nginx::{Directive, Nginx};
use crate::model::{Arg, Container};

/// Adds what each front passes on: by its configuration where that is at hand, or else nobody knows.
pub(super) fn pass_on(
    building: &mut Building<'_>,
    services: &Services<'_>,
    members: &[Member<'_>],
) {
    let by_name: HashMap<&str, &Member<'_>> = members
        .iter()
        .map(|own| (own.container.name.as_str(), own))
        .collect();
    let all = building.sources.nginx;
    for front in members.iter().filter(|own| own.role == Some(Role::Front)) {
        let is_its = |own: &&Nginx| {
            let service = own.service.as_ref();
            service.is_some_and(|service| {
                service.project == services.number && service.name == front.container.name
            })
        };
        let own: Vec<&Nginx> = all.iter().filter(is_its).collect();
        let mut done = HashSet::new();
        for pass in own.iter().flat_map(|own| own.passes()) {
            for address in pass.addresses() {
                if let Some(target) = by_name.get(address.host.as_str())
                    && done.insert(address.host.clone())
                {
                    to(
                        building,
                        services,
                        front.container,
                        (pass, address.port),
                        target,
                    );
                }
            }
        }
        if own.is_empty() {
            unknown(building, services, front);
        }
    }
}

fn to(
    building: &mut Building<'_>,
    services: &Services<'_>,
    front: &Container,
    (pass, port): (Directive<'_>, Option<u16>),
    target: &Member<'_>,
) {
    let evidence = shown(pass.span(), "step.proxied", &front.name);
    let evidence = evidence.with("other", Arg::Name(target.container.name.clone()));
    let has_login = pass
        .parent()
        .is_some_and(|block| block.authentication().is_some());
    let is_at = |ports: &[u16]| ports.is_empty() || port.is_none_or(|port| ports.contains(&port));
    let from = building.of(services, NodeKind::Front, front);
    for door in target
        .doors
        .iter()
        .filter(|door| door.is_fronted && is_at(door.ports))
    {
        let to = building.of(services, door.standing, target.container);
        building.ways.add(Edge {
            from,
            to,
            kind: match door.kind {
                EdgeKind::NoAuthentication => EdgeKind::Proxied,
                kind => kind,
            },
            strength: if has_login {
                door.strength.max(Strength::Unknown)
            } else {
                door.strength
            },
            evidence: [vec![evidence.clone()], door.evidence.clone()].concat(),
            cuts: door.cuts.clone(),
        });
    }
}

/// A front whose configuration is not at hand may pass anything on to its networks.
fn unknown(building: &mut Building<'_>, services: &Services<'_>, front: &Member<'_>) {
    let container = front.container;
    let from = building.of(services, NodeKind::Front, container);
    for network in &front.owner.networks {
        let to = network_node(building, services, &network.value);
        building.ways.add(Edge {
            from,
            to,
            kind: EdgeKind::Proxied,
            strength: Strength::Unknown,
            evidence: vec![shown(
                container.owner,
                "step.proxied-unknown",
                &container.name,
            )],
            cuts: Vec::new(),
        });
    }
}
