//! What brings a container to the engine and to the machine.

use super::daemons::engine;
use super::tools::shown;
use super::{Building, Member, Services};
use crate::graph::ways::model::{Change, Cut, Edge, EdgeKind, Evidence, NodeKind, Strength};
use crate::meaning::{HostPath, host_of, is_socket_proxy, let_through};
use crate::model::{Arg, Container, MountKind, OriginId, Sensitive, Span};

/// Capabilities each of which alone makes root of a container root of the machine.
const CAPABILITIES: [&str; 4] = ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO"];

/// How the names of devices begin that hold the disks or the memory of the machine.
const DEVICES: [&str; 14] = [
    "/dev/mem",
    "/dev/kmem",
    "/dev/port",
    "/dev/sd",
    "/dev/hd",
    "/dev/vd",
    "/dev/xvd",
    "/dev/nvme",
    "/dev/mmcblk",
    "/dev/mapper",
    "/dev/dm-",
    "/dev/md",
    "/dev/disk",
    "/dev/sg",
];

/// A place of the machine in a container.
struct Source<'a> {
    path: HostPath,
    target: &'a str,
    is_read_only: bool,
    place: Span,
}

/// Adds what a container can do to its engine and its machine.
pub(super) fn reach(building: &mut Building<'_>, services: &Services<'_>, member: &Member<'_>) {
    let container = member.container;
    for source in sources(services, container) {
        mounted(building, services, member, &source);
    }
    if container.use_api_socket.is(&true) {
        let place = services.place_of(&container.use_api_socket, container.owner);
        let evidence = shown(place, "step.socket-handed", &container.name);
        let cut = field(services, container, place, "use_api_socket", None);
        socket(building, services, member, (evidence, cut));
    }
    for variable in &container.environment {
        if variable.name == "DOCKER_HOST" {
            let value = variable.value.as_ref().map(Sensitive::expose);
            over_network(building, services, container, (value, variable.origin));
        }
    }
    powers(building, services, container);
}

/// The places of the machine that a container gets by mounts, and by volumes that are mounts.
fn sources<'a>(services: &Services<'a>, container: &'a Container) -> Vec<Source<'a>> {
    let mounts = container.mounts.iter().filter_map(|mount| {
        let source = mount
            .source
            .as_deref()
            .filter(|source| !source.is_empty())?;
        let place = services.place(mount.origin, container.owner);
        let path = match mount.kind {
            MountKind::Bind | MountKind::Pipe => HostPath::parse(source),
            MountKind::Volume => {
                let mut volumes = services.project.volumes.iter();
                let volume = volumes.find(|own| own.key == source && !own.external)?;
                let mut options = volume.options.iter();
                let binds = options.any(|own| own.name == "o" && own.value.contains("bind"));
                let mut options = volume.options.iter();
                let device = options.find(|own| own.name == "device")?;
                binds.then(|| HostPath::parse(&device.value))?
            }
            MountKind::Tmpfs | MountKind::Other => return None,
        };
        Some(Source {
            path,
            target: &mount.target,
            is_read_only: mount.read_only,
            place,
        })
    });
    mounts.collect()
}

fn mounted(
    building: &mut Building<'_>,
    services: &Services<'_>,
    member: &Member<'_>,
    source: &Source<'_>,
) {
    let container = member.container;
    let service = container.name.clone();
    let target = source.target.to_owned();
    let at = |key| {
        shown(source.place, key, &service).with("target", Arg::Name(source.target.to_owned()))
    };
    let drop = Change::DropMount {
        service: service.clone(),
        target: target.clone(),
    };
    if source.path.engine().is_some() {
        let cut = services.cut(source.place, drop);
        socket(building, services, member, (at("step.socket"), cut));
        return;
    }
    let Some(place) = source.path.sensitivity().filter(|_| !source.is_read_only) else {
        return;
    };
    let evidence = at("step.host-path").with("path", Arg::Name(place.name));
    let read_only = Change::MountReadOnly {
        service: service.clone(),
        target,
    };
    let cuts = [drop, read_only].map(|change| services.cut(source.place, change));
    to_host(
        building,
        services,
        container,
        (EdgeKind::HostPath, Strength::Free),
        (vec![evidence], cuts.into()),
    );
}

/// The engine's socket: commands inside of the container use it, and so does the service where it
/// does what its callers ask.
fn socket(
    building: &mut Building<'_>,
    services: &Services<'_>,
    member: &Member<'_>,
    (evidence, cut): (Evidence, Cut),
) {
    let container = member.container;
    let to = engine(building, evidence.span);
    let mut add = |standing, evidence: Vec<Evidence>| {
        let from = building.of(services, standing, container);
        building.ways.add(Edge {
            from,
            to,
            kind: EdgeKind::Socket,
            strength: Strength::Free,
            evidence,
            cuts: vec![cut.clone()],
        });
    };
    add(NodeKind::Inside, vec![evidence.clone()]);
    if member.powers.is_some_and(|powers| powers.commands_engine) {
        let asked = shown(container.owner, "step.orders-engine", &container.name);
        add(NodeKind::Service, vec![evidence.clone(), asked]);
    }
    if is_socket_proxy(container) {
        for through in let_through(container) {
            let place = services.place(through.origin, container.owner);
            let shown = shown(place, "step.lets-through", &container.name);
            let shown = shown.with("variable", Arg::Name(through.name.to_owned()));
            add(NodeKind::Service, vec![evidence.clone(), shown]);
        }
    }
}

/// An engine on the network, which a variable names.
fn over_network(
    building: &mut Building<'_>,
    services: &Services<'_>,
    container: &Container,
    (value, origin): (Option<&str>, OriginId),
) {
    let place = services.place(origin, container.owner);
    let Some((scheme, _)) = value.and_then(|value| value.split_once("://")) else {
        return;
    };
    let host = value.and_then(host_of).unwrap_or_default();
    // A service of the project is reached by its own doors.
    let is_inner = services.by_name.contains_key(host);
    let set = |name: &str| {
        let mut variables = container.environment.iter();
        variables.any(|own| own.name == name)
    };
    let is_clear = ["tcp", "http"].contains(&scheme) && !set("DOCKER_TLS_VERIFY");
    if is_inner || !is_clear {
        return;
    }
    let from = building.of(services, NodeKind::Inside, container);
    let to = engine(building, place);
    building.ways.add(Edge {
        from,
        to,
        kind: EdgeKind::EngineOnTcp,
        strength: Strength::Free,
        evidence: vec![shown(place, "step.engine-address", &container.name)],
        cuts: Vec::new(),
    });
}

/// Rights of the machine itself.
fn powers(building: &mut Building<'_>, services: &Services<'_>, container: &Container) {
    let mut add = |kind, evidence: Evidence, field_name, item: Option<&str>, strength| {
        let cut = field(services, container, evidence.span, field_name, item);
        let told = (vec![evidence], vec![cut]);
        to_host(building, services, container, (kind, strength), told);
    };
    let about = |place, key| shown(place, key, &container.name);
    let named = |place, key, name: &str| about(place, key).with("name", Arg::Name(name.to_owned()));
    if container.privileged.is(&true) {
        let place = services.place_of(&container.privileged, container.owner);
        let evidence = about(place, "step.privileged");
        add(
            EdgeKind::Powers,
            evidence,
            "privileged",
            None,
            Strength::Free,
        );
    }
    for capability in &container.cap_add {
        let name = capability.value.as_str();
        if CAPABILITIES.contains(&name) {
            let place = services.place(capability.origin, container.owner);
            let evidence = named(place, "step.capability", name);
            add(
                EdgeKind::Powers,
                evidence,
                "cap_add",
                Some(name),
                Strength::Free,
            );
        }
    }
    for device in &container.devices {
        let name = device.source.as_str();
        let is_raw = name == "/dev" || DEVICES.iter().any(|start| name.starts_with(start));
        if is_raw {
            let place = services.place(device.origin, container.owner);
            let evidence = named(place, "step.device", name);
            add(
                EdgeKind::Powers,
                evidence,
                "devices",
                Some(name),
                Strength::Free,
            );
        }
    }
    // Alone it shows the machine's processes; with the right to look into them it is all of it.
    if let Some(pid) = container
        .namespaces
        .pid
        .traced()
        .filter(|pid| pid.value == "host")
    {
        let traces = container
            .cap_add
            .iter()
            .any(|own| own.value == "SYS_PTRACE");
        let place = services.place(pid.origin, container.owner);
        let (key, strength) = if traces {
            ("step.processes-traced", Strength::Free)
        } else {
            ("step.processes", Strength::Unknown)
        };
        add(
            EdgeKind::HostNamespace,
            about(place, key),
            "pid",
            None,
            strength,
        );
    }
}

fn field(
    services: &Services<'_>,
    container: &Container,
    place: Span,
    field: &'static str,
    item: Option<&str>,
) -> Cut {
    let change = Change::DropField {
        service: container.name.clone(),
        field,
        item: item.map(str::to_owned),
    };
    services.cut(place, change)
}

fn to_host(
    building: &mut Building<'_>,
    services: &Services<'_>,
    container: &Container,
    (kind, strength): (EdgeKind, Strength),
    (evidence, cuts): (Vec<Evidence>, Vec<Cut>),
) {
    let from = building.of(services, NodeKind::Inside, container);
    let to = building.sole(NodeKind::Host);
    building.ways.add(Edge {
        from,
        to,
        kind,
        strength,
        evidence,
        cuts,
    });
}
