//! `daemon.json`, as strictly as `dockerd` reads it.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::keys::{Type, type_of};
use crate::meaning::engine::{Document, Node};
use crate::model::{
    Daemon, DaemonSource, EngineKind, Listener, ListenerGuard, Setting, SettingsFault, Span, Traced,
};

/// Where the bytes of the text stand.
type Placing<'p> = &'p dyn Fn(Range<usize>) -> Span;

/// What a text sets, and what `dockerd` does not start with. Nothing is known of a daemon whose file
/// is no JSON.
pub(super) fn read(
    name: &str,
    content: &str,
    placing: Placing<'_>,
) -> (Daemon, Vec<SettingsFault>) {
    let whole = placing(0..0);
    let mut daemon = Daemon::unknown(name, whole, EngineKind::Docker, DaemonSource::File);
    // An empty file sets nothing.
    let content = if content.trim().is_empty() {
        "{}"
    } else {
        content
    };
    if let Some(at) = broken_at(content) {
        return (daemon, vec![fault("broken", "", placing(at))]);
    }
    let Some(document) = Document::parse(content) else {
        return (daemon, vec![fault("broken", "", whole)]);
    };
    let Some(top) = document.top().filter(|top| top.is_object()) else {
        return (daemon, vec![fault("broken", "", whole)]);
    };
    let mut faults = Vec::new();
    for (key, at, value) in top.fields() {
        match type_of(&key) {
            None => faults.push(fault("default", &key, placing(at.range()))),
            Some(kind) if !is_of(kind, value) => {
                faults.push(fault("type", &key, placing(value.range())));
            }
            Some(_) => {}
        }
    }
    fill(&mut daemon, top, placing);
    // It needs the one for the other, and says so.
    let is_off = |name: &str| daemon.switch(name).is(&false);
    if is_off("icc") && is_off("iptables") {
        let place = daemon
            .switch("iptables")
            .origin()
            .map(|own| daemon.place_of(own));
        faults.push(fault("conflict", "iptables", place.unwrap_or(whole)));
    }
    (daemon, faults)
}

fn fault(what: &'static str, name: &str, place: Span) -> SettingsFault {
    SettingsFault {
        what,
        name: name.to_owned(),
        place,
    }
}

/// Where a text stops to be JSON: one character of it.
pub(super) fn broken_at(content: &str) -> Option<Range<usize>> {
    let error = serde_json::from_str::<IgnoredAny>(content).err()?;
    let line = error.line().saturating_sub(1);
    let before: usize = content.split_inclusive('\n').take(line).map(str::len).sum();
    let mut start = (before + error.column().saturating_sub(1)).min(content.len());
    while !content.is_char_boundary(start) {
        start -= 1;
    }
    let rest = content.get(start..).unwrap_or_default();
    let length = rest
        .chars()
        .next()
        .filter(|c| *c != '\n')
        .map_or(0, char::len_utf8);
    Some(start..start + length)
}

/// Whether a value has a type; `null` has each.
fn is_of(kind: Type, value: Node<'_>) -> bool {
    let is_word = |value: Node<'_>| value.text().is_some();
    let is_list = value.raw().starts_with('[');
    value.is_null()
        || match kind {
            Type::Switch => value.flag().is_some(),
            Type::Word => is_word(value),
            Type::Number => value.number().is_some(),
            Type::List => is_list && value.items().into_iter().all(is_word),
            Type::Words => {
                value.is_object() && value.fields().into_iter().all(|own| is_word(own.2))
            }
            Type::Any => true,
        }
}

fn fill(daemon: &mut Daemon, top: Node<'_>, placing: Placing<'_>) {
    let fields = top.fields();
    // Of two values of one name the last one counts.
    let get = |name: &str| {
        let mut fields = fields.iter().rev();
        let found = fields.find(|(own, _, _)| own == name);
        found
            .map(|(_, _, value)| *value)
            .filter(|value| !value.is_null())
    };
    let whole = daemon.place;
    let switches: Vec<&'static str> = daemon.switches.keys().copied().collect();
    for name in switches {
        let node = get(name).and_then(|node| Some((node, node.flag()?)));
        let told = match node {
            Some((node, flag)) => daemon.told(flag, placing(node.range())),
            None => Setting::Unset(whole),
        };
        daemon.switches.insert(name, told);
    }
    let words: Vec<&'static str> = daemon.words.keys().copied().collect();
    for name in words {
        let node = match name {
            "max-size" => get("log-opts").and_then(|own| own.get("max-size")),
            "host-binding" => get("default-network-opts")
                .and_then(|own| own.at(&["bridge", "com.docker.network.bridge.host_binding_ipv4"])),
            "dm.basesize" => {
                let options = get("storage-opts").map(Node::items).unwrap_or_default();
                let mut options = options.into_iter();
                options.find(|own| {
                    own.text()
                        .is_some_and(|own| own.starts_with("dm.basesize="))
                })
            }
            _ => get(name),
        };
        let told = match node.and_then(|node| Some((node, node.text()?))) {
            Some((node, value)) => daemon.told(value, placing(node.range())),
            None => Setting::Unset(whole),
        };
        daemon.words.insert(name, told);
    }
    for name in ["authorization-plugins", "insecure-registries"] {
        let node = get(name);
        let items = node.map(Node::items).unwrap_or_default().into_iter();
        let items: Vec<Traced<String>> = items
            .filter_map(|own| Some(daemon.traced(own.text()?, placing(own.range()))))
            .collect();
        set_list(
            daemon,
            name,
            items,
            node.map_or(whole, |node| placing(node.range())),
        );
    }
    let limits = get("default-ulimits");
    let named = limits.map(Node::fields).unwrap_or_default().into_iter();
    let named: Vec<Traced<String>> = named
        .map(|(name, key, _)| daemon.traced(name, placing(key.range())))
        .collect();
    let place = limits.map_or(whole, |node| placing(node.range()));
    set_list(daemon, "default-ulimits", named, place);
    let hosts = get("hosts");
    let listeners: Vec<Listener> = hosts
        .map(Node::items)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|own| {
            let written = own.text()?;
            Some(Listener {
                address: port_of(&written)?.to_owned(),
                guard: guard_of(daemon),
                origin: daemon.origins.literal(placing(own.range())),
            })
        })
        .collect();
    daemon.listeners = match hosts {
        Some(hosts) if !listeners.is_empty() => daemon.told(listeners, placing(hosts.range())),
        _ => Setting::Unset(whole),
    };
}

fn set_list(daemon: &mut Daemon, name: &'static str, items: Vec<Traced<String>>, place: Span) {
    let list = if items.is_empty() {
        Setting::Unset(place)
    } else {
        daemon.told(items, place)
    };
    daemon.lists.insert(name, list);
}

/// Host and port of an address that is one of the network.
fn port_of(address: &str) -> Option<&str> {
    match address.split_once("://") {
        Some(("tcp", rest)) => Some(rest),
        Some(_) => None,
        None => (!address.starts_with(['/', '\\']) && address.contains(':')).then_some(address),
    }
}

fn guard_of(daemon: &Daemon) -> ListenerGuard {
    if daemon.switch("tlsverify").is(&true) {
        ListenerGuard::Verified
    } else if daemon.switch("tls").is(&true) {
        ListenerGuard::TlsOnly
    } else {
        ListenerGuard::Clear
    }
}
