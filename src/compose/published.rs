//! The published ports of a service.

use super::fields::Fields;
use super::port::range;
use super::value::Value;
use crate::model::Port;

/// The ports of a service. A range that is written in one entry is one port of the model.
pub(super) fn ports(fields: &Fields<'_>) -> Vec<Port> {
    let mut ports: Vec<Port> = Vec::new();
    for item in fields.entries("ports") {
        let Some(port) = port(item) else { continue };
        let joined = ports.iter_mut().rev().find(|known| {
            known.origin == port.origin
                && known.protocol == port.protocol
                && known.host_ip == port.host_ip
                && known.published.is_some() == port.published.is_some()
        });
        let Some(known) = joined else {
            ports.push(port);
            continue;
        };
        let join = |a: (u16, u16), b: (u16, u16)| (a.0.min(b.0), a.1.max(b.1));
        known.target = join(known.target, port.target);
        known.published = known
            .published
            .zip(port.published)
            .map(|(known, own)| join(known, own));
    }
    ports
}

fn port(item: &Value) -> Option<Port> {
    let text = |key: &str| item.get(key).and_then(Value::text);
    let target = text("target")?.parse().ok()?;
    let published = match text("published").filter(|published| !published.is_empty()) {
        None => None,
        Some(published) => {
            let (first, last) = range(published)?;
            Some((u16::try_from(first).ok()?, u16::try_from(last).ok()?))
        }
    };
    Some(Port {
        host_ip: text("host_ip")
            .filter(|ip| !ip.is_empty())
            .map(str::to_owned),
        published,
        target: (target, target),
        protocol: text("protocol").unwrap_or("tcp").to_ascii_lowercase(),
        origin: item.origin,
    })
}
