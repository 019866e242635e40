//! Who can open connections to a service: by its published ports, and by its networks.

use super::doors::Door;
use super::tools::shown;
use super::{Building, Member, Services};
use crate::graph::ways::model::{
    Change, Cut, Edge, EdgeKind, Evidence, NodeId, NodeKind, Strength,
};
use crate::meaning::{Does, StoreKind};
use crate::model::{Arg, Container, OriginId, Port, Span};

/// How many containers may stand on each other's networks in a row.
const LONGEST_CHAIN: usize = 16;

/// The network in which everything is that only the machine itself reaches.
const MACHINE: &str = "127.0.0.1";

/// Adds what reaches a container, and what it reaches by its networks.
pub(super) fn join(building: &mut Building<'_>, services: &Services<'_>, member: &Member<'_>) {
    let owner = member.owner;
    let mode = owner.namespaces.network.traced();
    match mode.map(|mode| (mode.value.as_str(), mode.origin)) {
        Some(("host", origin)) => on_machine(building, services, member, origin),
        Some(("none", _)) => {}
        Some((mode @ ("bridge" | "default"), origin)) if owner.networks.is_empty() => {
            for port in &owner.ports {
                published(building, services, member, port);
            }
            let node = engine_network(building, services, "bridge");
            attach(building, services, member, (node, mode, origin), None);
        }
        _ => {
            for port in &owner.ports {
                published(building, services, member, port);
            }
        }
    }
    for network in &owner.networks {
        let node = network_node(building, services, &network.value);
        let place = services.place(network.origin, member.container.owner);
        let key = network.value.clone();
        let change = Change::Leave {
            service: owner.name.clone(),
            network: key.clone(),
        };
        let leave = services.cut(place, change);
        let network = (node, key.as_str(), network.origin);
        attach(building, services, member, network, Some(&leave));
    }
}

/// Adds what a container reaches in a network, and what reaches it there.
fn attach(
    building: &mut Building<'_>,
    services: &Services<'_>,
    member: &Member<'_>,
    (node, name, origin): (NodeId, &str, OriginId),
    leave: Option<&Cut>,
) {
    let place = services.place(origin, member.container.owner);
    let joins = shown(place, "step.joins", &member.container.name);
    let joins = joins.with("network", Arg::Name(name.to_owned()));
    enter(building, services, member, node, &joins, leave);
    for door in &member.doors {
        through(building, services, member, node, (door, &joins, leave));
    }
}

/// Adds what of a container can open connections in a network: commands inside of it, and its own
/// requests where users say where they go.
fn enter(
    building: &mut Building<'_>,
    services: &Services<'_>,
    member: &Member<'_>,
    node: NodeId,
    joins: &Evidence,
    leave: Option<&Cut>,
) {
    let container = member.container;
    let mut edge = |standing, strength, evidence: Vec<Evidence>, cuts: Vec<Cut>| {
        let from = building.of(services, standing, container);
        building.ways.add(Edge {
            from,
            to: node,
            kind: EdgeKind::Joins,
            strength,
            evidence,
            cuts: cuts.into_iter().chain(leave.cloned()).collect(),
        });
    };
    edge(
        NodeKind::Inside,
        Strength::Free,
        vec![joins.clone()],
        Vec::new(),
    );
    let does = member.powers.map(|powers| powers.requests(container));
    let about = |span: Span, key, variable: &str| {
        let evidence = shown(span, key, &container.name);
        let evidence = if variable.is_empty() {
            evidence
        } else {
            evidence.with("variable", Arg::Name(variable.to_owned()))
        };
        vec![evidence, joins.clone()]
    };
    match does {
        None | Some(Does::Never) => {}
        Some(Does::Always) => {
            let evidence = about(container.owner, "step.requests", "");
            edge(NodeKind::Service, Strength::Free, evidence, Vec::new());
        }
        Some(Does::Open(name, variable)) => {
            let place = variable.map_or(container.owner, |own| own.declared);
            let place = variable.map_or(place, |own| services.place(own.origin, place));
            let change = Change::SetVariable {
                service: container.name.clone(),
                name: name.to_owned(),
                value: Some("true"),
            };
            let evidence = about(place, "step.requests-unguarded", name);
            let cuts = vec![services.cut(place, change)];
            edge(NodeKind::Service, Strength::Free, evidence, cuts);
        }
        Some(Does::Prevented(name, variable)) => {
            let place = services.place(variable.origin, variable.declared);
            let evidence = about(place, "step.requests-guarded", name);
            edge(NodeKind::Service, Strength::Closed, evidence, Vec::new());
        }
        Some(Does::Unknown(name)) => {
            let evidence = about(container.owner, "step.requests-unknown", name);
            edge(NodeKind::Service, Strength::Unknown, evidence, Vec::new());
        }
    }
    // A console asks the services behind it for whatever its users want.
    if member.store == Some(StoreKind::Admin) && member.powers.is_none() {
        let evidence = about(container.owner, "step.console", "");
        edge(NodeKind::Service, Strength::Free, evidence, Vec::new());
    }
}

/// Adds what a published port opens.
fn published(
    building: &mut Building<'_>,
    services: &Services<'_>,
    member: &Member<'_>,
    port: &Port,
) {
    let owner = member.owner;
    let place = services.place(port.origin, owner.owner);
    let settings = building.sources.deployment.settings.as_slice();
    let is_kept_local = port.host_ip.is_none() && super::daemons::keeps_ports_local(settings);
    let is_local = port.is_loopback() || is_kept_local;
    let from = if is_local {
        machine(building)
    } else {
        building.sole(NodeKind::Lan)
    };
    let bind = (!is_local).then(|| {
        services.cut(
            place,
            Change::BindToLoopback {
                service: owner.name.clone(),
                published: port.published,
                target: port.target,
                protocol: port.protocol.clone(),
            },
        )
    });
    let key = if is_local {
        "step.published-locally"
    } else if port.is_on_all_interfaces() {
        "step.published"
    } else {
        "step.published-at-address"
    };
    let number = port.published.map_or(port.target.0, |ports| ports.0);
    let shown = shown(place, key, &member.container.name);
    let shown = shown.with("port", Arg::Number(u64::from(number)));
    // Which of several containers at one address listens there, nobody says.
    let is_sure = std::ptr::eq(owner, member.container);
    for door in member.doors.iter().filter(|door| door.is_at(port)) {
        let mut door = door.clone();
        if !is_sure && door.ports.is_empty() {
            door.strength = door.strength.max(Strength::Unknown);
        }
        through(
            building,
            services,
            member,
            from,
            (&door, &shown, bind.as_ref()),
        );
    }
}

/// Adds the doors of a container that is on the machine's own network: all its ports are the
/// machine's, and it reaches what only the machine reaches.
fn on_machine(
    building: &mut Building<'_>,
    services: &Services<'_>,
    member: &Member<'_>,
    origin: OriginId,
) {
    let place = services.place(origin, member.container.owner);
    let evidence = shown(place, "step.on-machine", &member.container.name);
    let cut = services.cut(
        place,
        Change::DropField {
            service: member.owner.name.clone(),
            field: "network_mode",
            item: None,
        },
    );
    let machine = machine(building);
    enter(building, services, member, machine, &evidence, Some(&cut));
    let lan = building.sole(NodeKind::Lan);
    for door in &member.doors {
        for from in [lan, machine] {
            through(
                building,
                services,
                member,
                from,
                (door, &evidence, Some(&cut)),
            );
        }
    }
}

fn through(
    building: &mut Building<'_>,
    services: &Services<'_>,
    member: &Member<'_>,
    from: NodeId,
    (door, shown, cut): (&Door, &Evidence, Option<&Cut>),
) {
    let to = building.of(services, door.standing, member.container);
    let mut evidence = vec![shown.clone()];
    evidence.extend(door.evidence.iter().cloned());
    building.ways.add(Edge {
        from,
        to,
        kind: match door.kind {
            EdgeKind::NoAuthentication if door.standing == NodeKind::Front => EdgeKind::Published,
            kind => kind,
        },
        strength: door.strength,
        evidence,
        cuts: door.cuts.iter().chain(cut).cloned().collect(),
    });
}

/// What only the machine reaches: everybody who works on it, and containers on its own network.
fn machine(building: &mut Building<'_>) -> NodeId {
    if let Some(known) = building.ways.find(NodeKind::Network, MACHINE, None) {
        return known;
    }
    let node = building.ways.place(NodeKind::Network, MACHINE, None);
    let local = building.sole(NodeKind::Local);
    building.ways.add(Edge {
        from: local,
        to: node,
        kind: EdgeKind::Joins,
        strength: Strength::Free,
        evidence: Vec::new(),
        cuts: Vec::new(),
    });
    node
}

/// The node of a network. Projects share those that have a name of their own in the engine.
pub(super) fn network_node(
    building: &mut Building<'_>,
    services: &Services<'_>,
    key: &str,
) -> NodeId {
    let network = services.project.networks.get(key);
    let shared = network.and_then(|network| {
        let name = network.name.as_deref();
        name.or(network.external.then_some(key))
    });
    let Some(name) = shared else {
        return building
            .ways
            .place(NodeKind::Network, key, Some(services.number));
    };
    engine_network(building, services, name)
}

/// The node of a network by its name in the engine. Each engine has its own.
fn engine_network(building: &mut Building<'_>, services: &Services<'_>, name: &str) -> NodeId {
    let engines = building.sources.deployment.engines.as_slice();
    let number = services.project.engine.filter(|_| engines.len() > 1);
    let engine = number.and_then(|number| engines.get(number));
    let name = engine.map_or_else(
        || name.to_owned(),
        |engine| format!("{name} ({})", engine.name),
    );
    building.ways.place(NodeKind::Network, &name, None)
}

/// The container whose network another one stands on: at the end of `network_mode: service:x`.
pub(super) fn owner<'a>(services: &Services<'a>, container: &'a Container) -> &'a Container {
    let mut owner = container;
    // A chain that closes is refused by Compose; here it only ends.
    for _ in 0..LONGEST_CHAIN {
        let mode = owner.namespaces.network.value();
        let peer = mode.and_then(|mode| {
            mode.strip_prefix("service:")
                .or_else(|| mode.strip_prefix("container:"))
        });
        match peer.and_then(|peer| services.by_name.get(peer).copied()) {
            Some(next) => owner = next,
            None => break,
        }
    }
    owner
}

/// Whether something on a container's networks leads out of them.
pub(super) fn way_out<'m>(services: &Services<'_>, member: &'m Member<'_>) -> Option<&'m str> {
    let mut networks = member.owner.networks.iter();
    let open = networks.find(|own| {
        let network = services.project.networks.get(own.value.as_str());
        network.is_none_or(|network| !network.internal)
    });
    open.map(|own| own.value.as_str())
}
