//! Rules of the Windows firewall that let somebody in.

use std::ops::RangeInclusive;

use super::line::{Line, Value};

/// From so many ports on a range is meant to be all.
const MANY: usize = 1000;

/// A rule that lets others in.
pub struct Opening {
    /// To which ports.
    pub ports: Ports,
    /// Who.
    pub remote: Remote,
    /// Where the ports stand; of all ports the program.
    pub place: std::ops::Range<usize>,
    /// Whether it only holds in networks that are known: of a domain, or private ones.
    pub only_known: bool,
    /// Whether it is limited to a program, a service or an interface.
    pub is_limited: bool,
    /// Whether it is about TCP, as far as that is told.
    pub is_tcp: bool,
}

/// Ports that are opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ports {
    /// Every one, or nearly so.
    All,
    /// These.
    Some(Vec<RangeInclusive<u16>>),
    /// Only a run tells.
    Unknown,
}

/// Who is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remote {
    /// Everybody.
    Anyone,
    /// The neighbours in the network, or a large part of it.
    Neighbours,
    /// Some machines.
    Named,
    /// Only a run tells.
    Unknown,
}

/// What a command opens.
pub fn opening(line: &Line<'_>) -> Option<Opening> {
    match line.program().as_str() {
        "new-netfirewallrule" => cmdlet(line, true),
        "set-netfirewallrule" => cmdlet(line, false),
        "netsh" if line.begins(&["advfirewall", "firewall", "add", "rule"]) => netsh(line),
        "netsh" if line.begins(&["firewall", "add", "portopening"]) => old_netsh(line),
        _ => None,
    }
}

fn cmdlet(line: &Line<'_>, is_new: bool) -> Option<Opening> {
    let is_other = |name: &str, usual: &[&str]| {
        line.parameter(&[name])
            .is_some_and(|own| !own.is_known || !own.is_one(usual))
    };
    let is_silent = line.parameter(&["Enabled"]).is_some_and(|own| own.is_off());
    if is_other("Direction", &["Inbound"]) || is_other("Action", &["Allow"]) || is_silent {
        return None;
    }
    let ports = line.parameter(&["LocalPort"]);
    if ports.is_none() && (!is_new || line.command.has_unknown) {
        return None;
    }
    let protocol = line.parameter(&["Protocol"]);
    let limits = [
        "Program",
        "Service",
        "Package",
        "InterfaceAlias",
        "LocalAddress",
        "RemotePort",
        "RemoteUser",
        "RemoteMachine",
        "Authentication",
        "PolicyStore",
    ];
    Some(Opening {
        place: ports
            .as_ref()
            .map_or_else(|| head(line), |own| own.range.clone()),
        ports: ports.as_ref().map_or(Ports::All, read_ports),
        remote: line.parameter(&["RemoteAddress"]).as_ref().map_or(
            if line.command.has_unknown {
                Remote::Unknown
            } else {
                Remote::Anyone
            },
            read_remote,
        ),
        only_known: line
            .parameter(&["Profile"])
            .as_ref()
            .is_some_and(is_known_network),
        is_limited: limits
            .iter()
            .any(|own| line.parameter(&[own]).is_some_and(|own| !own.is("Any"))),
        is_tcp: protocol.as_ref().is_none_or(is_tcp),
    })
}

fn netsh(line: &Line<'_>) -> Option<Opening> {
    let is = |name: &str, word: &str| line.pair(name).is_some_and(|own| own.is(word));
    let is_off = line.pair("enable").is_some_and(|own| own.is_off());
    if !is("dir", "in") || !is("action", "allow") || is_off {
        return None;
    }
    let ports = line.pair("localport");
    let limits = [
        "program",
        "service",
        "localip",
        "interfacetype",
        "rmtcomputergrp",
        "rmtusrgrp",
        "remoteport",
    ];
    Some(Opening {
        place: ports
            .as_ref()
            .map_or_else(|| head(line), |own| own.range.clone()),
        ports: ports.as_ref().map_or(Ports::All, read_ports),
        remote: line
            .pair("remoteip")
            .as_ref()
            .map_or(Remote::Anyone, read_remote),
        only_known: line.pair("profile").as_ref().is_some_and(is_known_network),
        is_limited: limits
            .iter()
            .any(|own| line.pair(own).is_some_and(|own| !own.is("any"))),
        is_tcp: line.pair("protocol").as_ref().is_none_or(is_tcp),
    })
}

/// `netsh firewall add portopening TCP 5432 name`: for the neighbours only with `SUBNET`.
fn old_netsh(line: &Line<'_>) -> Option<Opening> {
    let words = line.arguments().iter().skip(3).map(|own| line.value(own));
    let words: Vec<Value> = words.collect();
    let named = |name: &str| line.pair(name);
    let port = named("port").or_else(|| words.get(1).cloned())?;
    let protocol = named("protocol").or_else(|| words.first().cloned());
    let is_subnet = line.has(&["subnet"]) || named("scope").is_some_and(|own| own.is("subnet"));
    Some(Opening {
        place: port.range.clone(),
        ports: read_ports(&port),
        remote: if is_subnet {
            Remote::Neighbours
        } else {
            Remote::Anyone
        },
        only_known: false,
        is_limited: line.has(&["custom"]),
        is_tcp: protocol.as_ref().is_none_or(is_tcp),
    })
}

fn head(line: &Line<'_>) -> std::ops::Range<usize> {
    line.head().map_or(0..0, |own| own.range.clone())
}

fn is_tcp(value: &Value) -> bool {
    !value.is_known || value.is_one(&["tcp", "6", "any", "all"])
}

fn read_ports(value: &Value) -> Ports {
    if !value.is_known {
        return Ports::Unknown;
    }
    let mut ports = Vec::new();
    for item in value.items() {
        if item.eq_ignore_ascii_case("any") || item == "*" {
            return Ports::All;
        }
        let (low, high) = item.split_once('-').unwrap_or((item, item));
        if let (Ok(low), Ok(high)) = (low.trim().parse::<u16>(), high.trim().parse::<u16>()) {
            ports.push(low..=high);
        }
    }
    let count: usize = ports
        .iter()
        .map(ExactSizeIterator::len)
        .fold(0, usize::saturating_add);
    if count >= MANY {
        Ports::All
    } else {
        Ports::Some(ports)
    }
}

fn read_remote(value: &Value) -> Remote {
    if !value.is_known {
        return Remote::Unknown;
    }
    let mut worst = Remote::Named;
    for item in value.items() {
        match item.to_ascii_lowercase().as_str() {
            "any" | "*" | "internet" => return Remote::Anyone,
            "localsubnet" | "localsubnet4" | "localsubnet6" | "intranet" => {
                worst = Remote::Neighbours;
            }
            other => match prefix(other) {
                Some(0) => return Remote::Anyone,
                Some(1..24) => worst = Remote::Neighbours,
                _ => {}
            },
        }
    }
    worst
}

/// How many bits of an address are given: `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `10.0.0.0-10.255.255.255`.
fn prefix(text: &str) -> Option<u32> {
    use std::net::Ipv4Addr;
    if let Some((low, high)) = text.split_once('-') {
        let low = u32::from(low.trim().parse::<Ipv4Addr>().ok()?);
        let high = u32::from(high.trim().parse::<Ipv4Addr>().ok()?);
        return Some((low ^ high).leading_zeros());
    }
    let (address, length) = text.split_once('/')?;
    if address.contains(':') {
        // A network of IPv6 has 64 bits for its machines.
        let length: u32 = length.parse().ok()?;
        return Some(if length >= 64 { 32 } else { length.min(23) });
    }
    match length.parse::<u32>() {
        Ok(bits) => Some(bits),
        Err(_) => Some(u32::from(length.parse::<Ipv4Addr>().ok()?).count_ones()),
    }
}

/// Whether a rule leaves out the networks that nobody knows.
fn is_known_network(value: &Value) -> bool {
    let is_known = |own: &str| {
        ["private", "domain"]
            .iter()
            .any(|known| own.eq_ignore_ascii_case(known))
    };
    value.is_known && value.items().all(is_known)
}
