//! What can be reached: published ports and networks.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::pair::{Difference, Differences, Pair};
use crate::model::{Change, Container, DriftKind, OriginId, Port, Project, Span};

/// A port of the container: number and protocol.
type Target = (u16, String);

/// Where it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Binding {
    /// The address; nothing for all of them.
    address: Option<IpAddr>,
    /// An address that is none.
    name: Option<String>,
    /// First and last number; nothing for one that the engine chooses.
    numbers: Option<(u16, u16)>,
    origin: OriginId,
}

/// Compares the published ports.
pub(super) fn compare(pair: &Pair<'_>, found: &mut Differences) {
    // With the network of the host or of another container there is nothing to publish.
    if pair
        .service
        .namespaces
        .network
        .value()
        .is_some_and(|mode| mode != "bridge")
    {
        return;
    }
    let mut declared = bindings(&pair.service.ports);
    let running = bindings(&pair.running.ports);
    for (target, now) in running {
        let own = declared.remove(&target).unwrap_or_default();
        one(&target, own, now, found);
    }
    for (target, own) in declared {
        one(&target, own, Vec::new(), found);
    }
}

/// What both sides publish of one port of the container.
fn one(
    (number, protocol): &Target,
    mut own: Vec<Binding>,
    mut now: Vec<Binding>,
    found: &mut Differences,
) {
    now.retain(|now| {
        let same = own.iter().position(|own| own.can_be(now));
        match same {
            Some(at) => {
                own.remove(at);
                false
            }
            None => true,
        }
    });
    let what = format!("{number}/{protocol}");
    let mut own = own.into_iter();
    for now in now {
        let own = own.next();
        let reach = |binding: &Binding| binding.reach();
        let change = match own.as_ref().map(reach) {
            Some(before) if now.reach() < before => Change::Stronger,
            Some(before) if now.reach() == before => Change::Other,
            // Nobody but the machine itself reaches it.
            None if now.reach() == 0 => Change::Other,
            _ => Change::Weaker,
        };
        let difference = Difference::new(DriftKind::Port, change)
            .of(what.as_str())
            .declared(own.as_ref().map(Binding::shown), own.map(|own| own.origin))
            .running(Some(now.shown()), Some(now.origin));
        found.add(difference);
    }
    for own in own {
        let difference = Difference::new(DriftKind::Port, Change::Stronger)
            .of(what.as_str())
            .declared(Some(own.shown()), Some(own.origin));
        found.add(difference);
    }
}

fn bindings(ports: &[Port]) -> BTreeMap<Target, Vec<Binding>> {
    let mut all: BTreeMap<Target, Vec<Binding>> = BTreeMap::new();
    for port in ports {
        let (first, last) = port.target;
        for (step, target) in (first..=last).enumerate() {
            let numbers = port.published.map(|(from, to)| {
                let step = u16::try_from(step).unwrap_or(u16::MAX);
                // A range for one port is a choice; one for as many ports goes in step with them.
                if first == last {
                    (from, to)
                } else {
                    (from.saturating_add(step), from.saturating_add(step))
                }
            });
            let text = port
                .host_ip
                .as_deref()
                .map(|ip| ip.trim_matches(['[', ']']));
            let address = text.and_then(|text| text.parse::<IpAddr>().ok());
            let address = address.map(|address| address.to_canonical());
            let own = Binding {
                name: text.filter(|_| address.is_none()).map(str::to_owned),
                address: address.filter(|address| !address.is_unspecified()),
                numbers,
                origin: port.origin,
            };
            let known = all.entry((target, port.protocol.clone())).or_default();
            // All addresses of IPv4 and all of IPv6 are one entry for those who publish.
            let is_there = known.iter().any(|known| {
                known.address == own.address
                    && known.name == own.name
                    && known.numbers == own.numbers
                    && own.numbers.is_some()
            });
            if !is_there {
                known.push(own);
            }
        }
    }
    all
}

impl Binding {
    /// Whether another one can be what became of it.
    fn can_be(&self, now: &Self) -> bool {
        let is_number = match (self.numbers, now.numbers) {
            (None, _) => true,
            // The engine still has to choose.
            (Some((from, to)), None) => from != to,
            (Some((from, to)), Some((first, last))) => from <= first && last <= to,
        };
        self.address == now.address && self.name == now.name && is_number
    }

    /// From how far it is reached: not at all from elsewhere, at one address, at all of them.
    fn reach(&self) -> u8 {
        match (&self.address, &self.name) {
            (None, None) => 2,
            (Some(address), _) if address.is_loopback() => 0,
            (None, Some(name)) if name == "localhost" => 0,
            _ => 1,
        }
    }

    fn shown(&self) -> String {
        let address = match (&self.address, &self.name) {
            (Some(IpAddr::V6(address)), _) => format!("[{address}]"),
            (Some(address), _) => address.to_string(),
            (None, Some(name)) => name.clone(),
            (None, None) => "0.0.0.0".to_owned(),
        };
        match self.numbers {
            None => format!("{address}:0"),
            Some((from, to)) if from == to => format!("{address}:{from}"),
            Some((from, to)) => format!("{address}:{from}-{to}"),
        }
    }
}

/// Compares the networks.
pub(super) fn compare_networks(pair: &Pair<'_>, found: &mut Differences) {
    let mode = pair.service.namespaces.network.value().map(String::as_str);
    let running_mode = pair.running.namespaces.network.value();
    // What has the network of somebody else, or none, is on no other.
    if running_mode.is_some() || mode.is_some_and(|mode| !["bridge", "default"].contains(&mode)) {
        return;
    }
    let name = pair.group.name;
    let of_engine = |project: &Project, key: &str| {
        let known = project.networks.get(key).and_then(|own| own.name.clone());
        known.unwrap_or_else(|| format!("{name}_{key}"))
    };
    let mut declared: BTreeMap<String, Option<OriginId>> = BTreeMap::new();
    for own in &pair.service.networks {
        let is_implied = own.value == "default"
            && pair
                .declared
                .origins
                .place(own.origin)
                .is_some_and(Span::is_empty);
        let origin = (!is_implied).then_some(own.origin);
        declared.insert(of_engine(pair.declared, &own.value), origin);
    }
    if mode.is_some() {
        declared.insert("bridge".to_owned(), None);
    }
    let running: BTreeMap<String, OriginId> = networks(pair.running)
        .map(|(key, origin)| {
            let known = pair.live.networks.get(key).and_then(|own| own.name.clone());
            (known.unwrap_or_else(|| key.to_owned()), origin)
        })
        .collect();
    for (network, at) in &running {
        if !declared.contains_key(network) {
            let difference = Difference::new(DriftKind::Network, Change::Weaker)
                .of(network)
                .running(Some(network.clone()), Some(*at));
            found.add(difference);
        }
    }
    for (network, at) in declared {
        if !running.contains_key(&network) {
            let difference = Difference::new(DriftKind::Network, Change::Other)
                .of(network.as_str())
                .declared(Some(network), at);
            found.add(difference);
        }
    }
}

fn networks(container: &Container) -> impl Iterator<Item = (&str, OriginId)> {
    let own = container.networks.iter();
    own.map(|own| (own.value.as_str(), own.origin))
}
