//! How a daemon is set up, by the answers of its engine.

use super::facts::Facts;
use super::node::Node;
use crate::model::{
    Daemon, DaemonSource, EngineKind, EngineProgram, Listener, ListenerGuard, Setting, Span, Swarm,
    TextId, Traced,
};

/// What stands before the address in the warnings of an engine that can be asked by anybody.
const CLEAR: &str = "API is accessible on http://";
const UNVERIFIED: &str = "API is accessible on https://";

/// What lies in the virtual machine of Docker Desktop, and is set up by nobody but its maker.
const IN_DESKTOP: &str = "unknown.desktop";

/// Nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// Networks whose options are read; more is no network of a real engine.
const MOST_NETWORKS: usize = 10_000;

/// Reads what an engine says of its daemon.
pub(super) fn daemon(
    top: Node<'_>,
    text: TextId,
    facts: &Facts<'_>,
    (name, place): (&str, Span),
) -> Daemon {
    let mut daemon = Daemon::unknown(name, place, facts.kind, DaemonSource::Engine);
    programs(&mut daemon, top, text);
    if let Some(info) = top.get("info") {
        let kernel = info.get("KernelVersion").and_then(Node::text);
        daemon.is_wsl = kernel.is_some_and(|own| own.contains("microsoft"));
        for (field, switch) in [
            ("LiveRestoreEnabled", "live-restore"),
            ("ExperimentalBuild", "experimental"),
            ("Debug", "debug"),
        ] {
            let node = info.get(field);
            if let Some((node, flag)) = node.and_then(|node| Some((node, node.flag()?))) {
                let told = daemon.told(flag, node.span(text));
                daemon.switches.insert(switch, told);
            }
        }
        for (field, word) in [
            ("LoggingDriver", "log-driver"),
            ("Driver", "storage-driver"),
        ] {
            let node = info.get(field);
            if let Some((node, value)) = node.and_then(|node| Some((node, node.text()?))) {
                let told = daemon.told(value, node.span(text));
                daemon.words.insert(word, told);
            }
        }
        security(&mut daemon, info, text);
        registries(&mut daemon, info, text);
        warnings(&mut daemon, info, text);
        plugins(&mut daemon, info, text);
        swarm(&mut daemon, top, info, text);
    }
    default_bridge(&mut daemon, top, text);
    if daemon.kind == EngineKind::DockerDesktop {
        for name in ["rootless", "live-restore"] {
            daemon
                .switches
                .insert(name, Setting::NotObservable(IN_DESKTOP));
        }
        for name in ["userns-remap", "seccomp-profile"] {
            daemon
                .words
                .insert(name, Setting::NotObservable(IN_DESKTOP));
        }
        daemon.confinement = Setting::NotObservable(IN_DESKTOP);
    }
    daemon
}

fn programs(daemon: &mut Daemon, top: Node<'_>, text: TextId) {
    let Some(version) = top.get("version") else {
        return;
    };
    let platform = version.at(&["Platform", "Name"]);
    if let Some(platform) = platform
        && let Some(words) = platform.text()
        && let Some(own) = words.strip_prefix("Docker Desktop ")
    {
        let number = own.split(' ').next().unwrap_or(own);
        program(daemon, "docker-desktop", number, platform.span(text));
    }
    let components = version.get("Components").map(Node::items);
    for component in components.unwrap_or_default() {
        let name = component.get("Name").and_then(Node::text);
        let name = match name.as_deref() {
            Some("Engine") => "docker-engine",
            Some("containerd") => "containerd",
            Some("runc") => "runc",
            _ => continue,
        };
        let number = component.get("Version");
        if let Some((number, own)) = number.and_then(|node| Some((node, node.text()?))) {
            program(daemon, name, &own, number.span(text));
        }
    }
    // An engine of version 29 and later can be told to answer to older clients than it would.
    let engine = daemon
        .programs
        .iter()
        .find(|own| own.name == "docker-engine");
    let first = engine.and_then(|own| own.version.split('.').next()?.parse::<u32>().ok());
    if first.is_some_and(|first| first >= 29)
        && let Some(oldest) = version.get("MinAPIVersion")
        && let Some(value) = oldest.text()
    {
        let told = daemon.told(value, oldest.span(text));
        daemon.words.insert("min-api-version", told);
    }
}

fn program(daemon: &mut Daemon, name: &'static str, version: &str, place: Span) {
    let origin = daemon.origins.literal(place);
    daemon.programs.push(EngineProgram {
        name,
        version: version.to_owned(),
        origin,
    });
}

/// `SecurityOptions`: `name=seccomp,profile=default`, `name=userns`, `name=rootless`…
fn security(daemon: &mut Daemon, info: Node<'_>, text: TextId) {
    let Some(options) = info.get("SecurityOptions") else {
        return;
    };
    let place = options.span(text);
    let all: Vec<(String, Span)> = options
        .items()
        .into_iter()
        .filter_map(|own| Some((own.text()?, own.span(text))))
        .collect();
    let find = |name: &str| {
        let mut all = all.iter();
        all.find(|(own, _)| {
            let mut words = own.split(',');
            words
                .next()
                .is_some_and(|first| first.trim_start_matches("name=") == name)
        })
    };
    let rootless = daemon.told(
        find("rootless").is_some(),
        find("rootless").map_or(place, |own| own.1),
    );
    daemon.switches.insert("rootless", rootless);
    // Old engines do not tell: that nothing is said means nothing.
    if let Some((_, place)) = find("no-new-privileges") {
        let told = daemon.told(true, *place);
        daemon.switches.insert("no-new-privileges", told);
    }
    let remapped = match find("userns") {
        Some((_, place)) => daemon.told("remapped".to_owned(), *place),
        None => Setting::Unset(place),
    };
    daemon.words.insert("userns-remap", remapped);
    let namespace = match find("cgroupns") {
        Some((_, place)) => daemon.told("private".to_owned(), *place),
        None => daemon.told("host".to_owned(), place),
    };
    daemon.words.insert("default-cgroupns-mode", namespace);
    let profile = match find("seccomp") {
        Some((own, place)) => match own.split_once("profile=").map(|(_, own)| own) {
            Some("default" | "builtin" | "") | None => Setting::Unset(*place),
            Some(other) => daemon.told(other.to_owned(), *place),
        },
        // The kernel knows no filters: nothing is filtered.
        None => daemon.told("unconfined".to_owned(), place),
    };
    daemon.words.insert("seccomp-profile", profile);
    let confined = find("apparmor").or(find("selinux"));
    daemon.confinement = daemon.told(confined.is_some(), confined.map_or(place, |own| own.1));
}

fn registries(daemon: &mut Daemon, info: Node<'_>, text: TextId) {
    let Some(config) = info.get("RegistryConfig") else {
        return;
    };
    let mut found = Vec::new();
    let ranges = config.get("InsecureRegistryCIDRs").map(Node::items);
    for range in ranges.unwrap_or_default() {
        // The engine's own machine, which is always among them.
        let is_own = |range: &String| range == "127.0.0.0/8" || range == "::1/128";
        if let Some(value) = range.text().filter(|value| !is_own(value)) {
            found.push(daemon.traced(value, range.span(text)));
        }
    }
    let named = config.get("IndexConfigs").map(Node::fields);
    for (name, key, registry) in named.unwrap_or_default() {
        if registry.get("Secure").and_then(Node::flag) == Some(false) {
            found.push(daemon.traced(name, key.span(text)));
        }
    }
    let place = config.span(text);
    let list = if found.is_empty() {
        Setting::Unset(place)
    } else {
        daemon.told(found, place)
    };
    daemon.lists.insert("insecure-registries", list);
}

fn warnings(daemon: &mut Daemon, info: Node<'_>, text: TextId) {
    if daemon.kind == EngineKind::Podman {
        return;
    }
    let mut listeners = Vec::new();
    for warning in info.get("Warnings").map(Node::items).unwrap_or_default() {
        let Some(words) = warning.text() else {
            continue;
        };
        let line = words
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("WARNING: ");
        let place = warning.span(text);
        let guard = [
            (CLEAR, ListenerGuard::Clear),
            (UNVERIFIED, ListenerGuard::TlsOnly),
        ];
        let open = guard
            .into_iter()
            .find_map(|(sign, guard)| Some((line.strip_prefix(sign)?, guard)));
        if let Some((rest, guard)) = open {
            let origin = daemon.origins.literal(place);
            listeners.push(Listener {
                address: rest.split(' ').next().unwrap_or(rest).to_owned(),
                guard,
                origin,
            });
        } else {
            let warning = daemon.traced(line.to_owned(), place);
            daemon.warnings.push(warning);
        }
    }
    let place = info.get("Warnings").unwrap_or(info).span(text);
    daemon.listeners = if listeners.is_empty() {
        Setting::Unset(place)
    } else {
        daemon.told(listeners, place)
    };
}

fn plugins(daemon: &mut Daemon, info: Node<'_>, text: TextId) {
    if daemon.kind == EngineKind::Podman {
        return;
    }
    let Some(plugins) = info.get("Plugins") else {
        return;
    };
    let place = plugins.field("Authorization").unwrap_or(plugins).span(text);
    let names = plugins
        .get("Authorization")
        .map(Node::items)
        .unwrap_or_default();
    let told: Vec<Traced<String>> = names
        .into_iter()
        .filter_map(|own| Some(daemon.traced(own.text()?, own.span(text))))
        .collect();
    let list = if told.is_empty() {
        Setting::Unset(place)
    } else {
        daemon.told(told, place)
    };
    daemon.lists.insert("authorization-plugins", list);
}

/// The network `bridge`, by which an engine shows some of its settings.
fn default_bridge(daemon: &mut Daemon, top: Node<'_>, text: TextId) {
    let networks = top.get("networks").map(Node::items).unwrap_or_default();
    let is_it = |network: &Node<'_>| {
        let name = network.get("Name").and_then(Node::text);
        let driver = network.get("Driver").and_then(Node::text);
        name.as_deref() == Some("bridge") && driver.as_deref() == Some("bridge")
    };
    let Some(bridge) = networks.into_iter().take(MOST_NETWORKS).find(is_it) else {
        return;
    };
    let option = |name: &str| {
        let options = bridge.get("Options")?;
        let node = options.get(&format!("com.docker.network.bridge.{name}"))?;
        Some((node.text()?, node.span(text)))
    };
    if let Some((value, place)) = option("enable_icc")
        && let Ok(flag) = value.parse::<bool>()
    {
        let told = daemon.told(flag, place);
        daemon.switches.insert("icc", told);
    }
    if let Some((value, place)) = option("host_binding_ipv4").filter(|(value, _)| !value.is_empty())
    {
        let told = daemon.told(value, place);
        daemon.words.insert("ip", told);
    }
    let members = bridge
        .get("Containers")
        .map(Node::fields)
        .unwrap_or_default();
    let mut names: Vec<(String, Span)> = members
        .into_iter()
        .filter_map(|(_, _, member)| {
            let name = member.get("Name")?;
            Some((name.text()?, name.span(text)))
        })
        .collect();
    names.sort();
    let place = bridge.span(text);
    let names: Vec<Traced<String>> = names
        .into_iter()
        .map(|(name, place)| daemon.traced(name, place))
        .collect();
    daemon.on_default_bridge = if names.is_empty() {
        Setting::Unset(place)
    } else {
        daemon.told(names, place)
    };
}

fn swarm(daemon: &mut Daemon, top: Node<'_>, info: Node<'_>, text: TextId) {
    let Some(state) = info.at(&["Swarm", "LocalNodeState"]) else {
        return;
    };
    if state.text().as_deref() != Some("active") {
        return;
    }
    let number = |name: &str| {
        let number = info.at(&["Swarm", name]).and_then(Node::number)?;
        u64::try_from(number).ok().filter(|own| *own > 0)
    };
    let spec = top.at(&["swarm", "Spec"]);
    let autolock = spec.and_then(|own| own.at(&["EncryptionConfig", "AutoLockManagers"]));
    let autolock = match autolock.and_then(|node| Some((node, node.flag()?))) {
        Some((node, flag)) => daemon.told(flag, node.span(text)),
        None => Setting::NotObservable("unknown.engine"),
    };
    let expiry = spec.and_then(|own| own.at(&["CAConfig", "NodeCertExpiry"]));
    let certificate_days = match expiry.and_then(|node| Some((node, node.number()?))) {
        Some((node, length)) => {
            let days = u64::try_from(length / DAY).unwrap_or_default();
            daemon.told(days, node.span(text))
        }
        None => Setting::NotObservable("unknown.engine"),
    };
    let networks = top.get("networks").map(Node::items).unwrap_or_default();
    let open = networks
        .into_iter()
        .take(MOST_NETWORKS)
        .filter_map(|network| {
            let is = |name: &str, value: &str| {
                network
                    .get(name)
                    .and_then(Node::text)
                    .is_some_and(|own| own == value)
            };
            // The network that spreads published ports belongs to the swarm itself.
            let is_ingress = network.get("Ingress").and_then(Node::flag) == Some(true);
            let is_encrypted = || {
                network
                    .get("Options")
                    .is_some_and(|own| own.field("encrypted").is_some())
            };
            if !is("Driver", "overlay") || is_ingress || is_encrypted() {
                return None;
            }
            let name = network.get("Name")?;
            Some((name.text()?, name.span(text)))
        });
    daemon.swarm = Some(Swarm {
        place: state.span(text),
        sizes: number("Managers").zip(number("Nodes")),
        services: top.get("services").map(|own| own.items().len()),
        autolock,
        certificate_days,
        open_networks: open.collect(),
    });
}
