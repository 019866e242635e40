//! The published ports of a container.

use super::fields::Fields;
use super::node::Node;
use crate::model::Port;

/// The option of a network that says on which address ports are published that name none.
const DEFAULT_ADDRESS: &str = "com.docker.network.bridge.host_binding_ipv4";

/// The ports that were asked for. Where the container is up, what the engine bound them to says
/// what the engine made of those that name no address or no number.
pub(super) fn ports(
    container: Node<'_>,
    networks: &[Node<'_>],
    fields: &mut Fields<'_>,
) -> Vec<Port> {
    let bound = container.at(&["NetworkSettings", "Ports"]);
    let default = default_address(networks);
    let mut ports: Vec<Port> = Vec::new();
    let asked = container.at(&["HostConfig", "PortBindings"]);
    for (key, name, bindings) in asked.map(Node::fields).unwrap_or_default() {
        let Some((target, protocol)) = target(&key) else {
            continue;
        };
        let actual = bound.and_then(|bound| bound.get(&key));
        let actual = actual.map(Node::items).unwrap_or_default();
        let bindings = bindings.items();
        // A port that is asked for without more gets a number and every address.
        let none = bindings.is_empty().then_some(name);
        for binding in bindings.into_iter().chain(none) {
            let own = Binding::of(binding);
            let same = actual.iter().map(|actual| Binding::of(*actual));
            let same: Vec<Binding> = same.filter(|actual| actual.is_for(&own)).collect();
            let shown = binding.get("HostPort").filter(|own| !own.raw().is_empty());
            let origin = fields.literal(shown.unwrap_or(name));
            let address = own.address.or_else(|| {
                let said = same.iter().find_map(|actual| actual.address.clone());
                said.or_else(|| default.clone()).filter(|own| !is_any(own))
            });
            let published = own
                .port
                .or_else(|| same.iter().find_map(|actual| actual.port));
            add(
                &mut ports,
                Port {
                    host_ip: address,
                    published: published.map(|port| (port, port)),
                    target: (target, target),
                    protocol: protocol.clone(),
                    origin,
                },
            );
        }
    }
    if let Some(all) = container.at(&["HostConfig", "PublishAllPorts"])
        && all.flag() == Some(true)
    {
        all_exposed(container, all, bound, &mut ports, fields);
    }
    ports
}

/// Every port that the image says it listens on, at numbers of the engine's choice.
fn all_exposed(
    container: Node<'_>,
    all: Node<'_>,
    bound: Option<Node<'_>>,
    ports: &mut Vec<Port>,
    fields: &mut Fields<'_>,
) {
    let exposed = container.at(&["Config", "ExposedPorts"]).map(Node::fields);
    for (key, _, _) in exposed.unwrap_or_default() {
        let Some((target, protocol)) = target(&key) else {
            continue;
        };
        let is_known = ports
            .iter()
            .any(|own| own.target == (target, target) && own.protocol == protocol);
        if is_known {
            continue;
        }
        let actual = bound.and_then(|bound| bound.get(&key));
        let actual = actual.map(Node::items).unwrap_or_default();
        let actual = actual.first().map(|actual| Binding::of(*actual));
        let origin = fields.literal(all);
        let port = actual.as_ref().and_then(|actual| actual.port);
        ports.push(Port {
            host_ip: actual
                .and_then(|actual| actual.address)
                .filter(|own| !is_any(own)),
            published: port.map(|port| (port, port)),
            target: (target, target),
            protocol,
            origin,
        });
    }
}

/// Where a port is published.
struct Binding {
    address: Option<String>,
    port: Option<u16>,
}

impl Binding {
    fn of(node: Node<'_>) -> Self {
        let text = |name: &str| node.get(name).and_then(Node::text);
        Self {
            address: text("HostIp").filter(|address| !address.is_empty()),
            port: text("HostPort")
                .and_then(|port| port.parse().ok())
                .filter(|port| *port != 0),
        }
    }

    /// Whether it is what became of another one, which was asked for.
    fn is_for(&self, asked: &Self) -> bool {
        let same = |a: &str, b: &str| a == b || (is_any(a) && is_any(b));
        let address = asked.address.as_ref().zip(self.address.as_ref());
        (asked.port.is_none() || asked.port == self.port)
            && address.is_none_or(|(asked, own)| same(asked, own))
    }
}

/// Adds a port, unless it is there already: all addresses of IPv4 and all of IPv6 are one entry for
/// those who publish.
fn add(ports: &mut Vec<Port>, port: Port) {
    let is_there = ports.iter().any(|own| {
        own.target == port.target
            && own.protocol == port.protocol
            && own.published == port.published
            && port.published.is_some()
            && (own.host_ip == port.host_ip
                || own.is_on_all_interfaces() && port.is_on_all_interfaces())
    });
    if !is_there {
        ports.push(port);
    }
}

fn is_any(address: &str) -> bool {
    let address = address.trim_matches(['[', ']']);
    let address = address.parse::<std::net::IpAddr>();
    address.is_ok_and(|address| address.is_unspecified())
}

/// Number and protocol of `80/tcp`.
fn target(key: &str) -> Option<(u16, String)> {
    let (port, protocol) = key.split_once('/').unwrap_or((key, "tcp"));
    Some((port.parse().ok()?, protocol.to_ascii_lowercase()))
}

/// The address that all networks of a container publish on when nothing is said.
fn default_address(networks: &[Node<'_>]) -> Option<String> {
    let own = |network: &Node<'_>| network.at(&["Options", DEFAULT_ADDRESS])?.text();
    let first = networks.first().and_then(own)?;
    let is_same = networks
        .iter()
        .all(|network| own(network).as_ref() == Some(&first));
    (is_same && !first.is_empty()).then_some(first)
}
