//! Engines that take commands from the network.

use std::net::IpAddr;

use super::tools::shown;
use super::{Building, Services, networks};
use crate::graph::ways::model::{
    Change, Cut, Edge, EdgeKind, Evidence, NodeId, NodeKind, Strength,
};
use crate::model::{Arg, Container, Daemon, ListenerGuard, SettingsFile, SettingsKind, Span};

/// The network by which containers reach the ports of their machine.
const GATEWAY: &str = "host-gateway";

/// A port at which an engine takes commands from whoever asks.
struct Listening {
    address: String,
    place: Span,
    is_loopback: bool,
    /// Docker Desktop brings containers to the loopback address of Windows.
    is_desktop: bool,
}

/// Adds the ways to engines on TCP.
pub(super) fn listen(building: &mut Building<'_>) {
    let deployment = building.sources.deployment;
    let mut found = Vec::new();
    for engine in &deployment.engines {
        of_daemon(&engine.daemon, &mut found);
    }
    for file in &deployment.settings {
        if let Some(daemon) = file.daemon.as_ref().filter(|_| !file.is_of_engine) {
            of_daemon(daemon, &mut found);
        }
        of_desktop(file, &mut found);
    }
    for one in &found {
        let evidence = Evidence {
            span: one.place,
            key: "step.engine-listens",
            args: vec![("address", Arg::Name(one.address.clone()))],
        };
        let cut = Cut {
            change: Change::Setting {
                name: one.address.clone(),
                how: "cut.engine-not-on-tcp",
            },
            place: one.place,
            project: None,
        };
        let to = engine(building, one.place);
        let mut starts = vec![building.sole(NodeKind::Local)];
        if !one.is_loopback {
            starts.push(building.sole(NodeKind::Lan));
        }
        if !one.is_loopback || one.is_desktop {
            starts.push(gateway(building));
        }
        for from in starts {
            building.ways.add(Edge {
                from,
                to,
                kind: EdgeKind::EngineOnTcp,
                strength: Strength::Free,
                evidence: vec![evidence.clone()],
                cuts: vec![cut.clone()],
            });
        }
    }
    if found.iter().any(|one| !one.is_loopback || one.is_desktop) {
        reach_machine(building);
    }
}

fn of_daemon(daemon: &Daemon, found: &mut Vec<Listening>) {
    let listeners = daemon.listeners.value().into_iter().flatten();
    let open = listeners.filter(|own| own.guard != ListenerGuard::Verified);
    found.extend(open.map(|own| Listening {
        address: own.address.clone(),
        place: daemon.place_of(own.origin),
        is_loopback: is_loopback(&own.address),
        is_desktop: false,
    }));
}

fn of_desktop(file: &SettingsFile, found: &mut Vec<Listening>) {
    let name = "exposeDockerAPIOnTCP2375";
    let said = file
        .get(name)
        .or_else(|| file.get(&format!("{name}.value")));
    let is_desktop = matches!(
        file.kind,
        SettingsKind::Desktop | SettingsKind::DesktopAdmin
    );
    if let Some(said) = said.filter(|said| is_desktop && said.value == "true") {
        found.push(Listening {
            address: "localhost:2375".to_owned(),
            place: said.place,
            is_loopback: true,
            is_desktop: true,
        });
    }
}

/// Containers whose networks have a way out reach the ports of their machine, by the address of
/// its side of the network or by a name that is added for it.
fn reach_machine(building: &mut Building<'_>) {
    let to = gateway(building);
    let deployment = building.sources.deployment;
    for (number, project) in deployment.projects.iter().enumerate() {
        let services = Services::new(number, project);
        for container in services.starting() {
            let Some((place, key)) = by_which(&services, container) else {
                continue;
            };
            let from = building.of(&services, NodeKind::Inside, container);
            building.ways.add(Edge {
                from,
                to,
                kind: EdgeKind::Joins,
                strength: Strength::Free,
                evidence: vec![shown(place, key, &container.name)],
                cuts: Vec::new(),
            });
        }
    }
}

fn by_which(services: &Services<'_>, container: &Container) -> Option<(Span, &'static str)> {
    let mut hosts = container.extra_hosts.iter();
    if let Some(host) = hosts.find(|own| own.address == "host-gateway") {
        let place = services.place(host.origin, container.owner);
        return Some((place, "step.host-gateway"));
    }
    let owner = networks::owner(services, container);
    let mut joined = owner.networks.iter();
    let open = joined.find(|own| {
        let network = services.project.networks.get(own.value.as_str());
        network.is_none_or(|network| !network.internal)
    })?;
    Some((
        services.place(open.origin, container.owner),
        "step.reaches-machine",
    ))
}

fn gateway(building: &mut Building<'_>) -> NodeId {
    building.ways.place(NodeKind::Network, GATEWAY, None)
}

/// The engine, which leads to its machine. `place` shows the first way to it.
pub(super) fn engine(building: &mut Building<'_>, place: Span) -> NodeId {
    if let Some(known) = building.ways.find(NodeKind::Engine, "", None) {
        return known;
    }
    let engine = building.sole(NodeKind::Engine);
    let host = building.sole(NodeKind::Host);
    building.ways.add(Edge {
        from: engine,
        to: host,
        kind: EdgeKind::CommandsEngine,
        strength: Strength::Free,
        evidence: vec![Evidence {
            span: place,
            key: "step.commands-engine",
            args: Vec::new(),
        }],
        cuts: Vec::new(),
    });
    engine
}

fn is_loopback(address: &str) -> bool {
    let host = match address.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None if address.matches(':').count() > 1 => address,
        None => address.split(':').next().unwrap_or(address),
    };
    let is_own = host.parse::<IpAddr>().is_ok_and(|own| own.is_loopback());
    is_own || host.eq_ignore_ascii_case("localhost")
}

/// Whether Docker Desktop keeps ports that name no address on the machine.
pub(super) fn keeps_ports_local(settings: &[SettingsFile]) -> bool {
    let desktop = settings.iter().filter(|file| file.is_of_desktop());
    let mut said = desktop.filter_map(|file| {
        file.get("portBindingBehavior.value")
            .or_else(|| file.get("portBindingBehavior"))
    });
    said.any(|own| {
        ["default-local-port-binding", "local-only-port-binding"].contains(&own.value.as_str())
    })
}
