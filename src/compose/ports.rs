//! Published ports, short and long.

use super::fields::Fields;
use super::interpolate::UNKNOWN;
use super::value::{Data, Value};
use crate::model::Port;

impl Fields<'_> {
    /// The ports of the service.
    pub(super) fn ports(&mut self) -> Vec<Port> {
        let Some(value) = self.service.get("ports").cloned() else {
            return Vec::new();
        };
        if !matches!(value.data, Data::Sequence(_)) {
            self.refuse("ports", &value, "refused.list");
            return Vec::new();
        }
        let mut ports = Vec::new();
        for item in value.items() {
            let port = match &item.data {
                Data::Mapping(_) => long(item),
                Data::Unknown(text, _) => partial(text.expose(), item),
                _ => item.text().and_then(|text| short(text, item)),
            };
            match port {
                Some(port) => ports.push(port),
                None if item.has_unknown() => {}
                None => self.refuse("ports", item, "refused.port"),
            }
        }
        ports
    }
}

/// `[[ip:]published:]target[/protocol]`, each port a number or a range.
fn short(text: &str, item: &Value) -> Option<Port> {
    let (rest, protocol) = text.rsplit_once('/').unwrap_or((text, "tcp"));
    if !["tcp", "udp", "sctp"].contains(&protocol.to_ascii_lowercase().as_str()) {
        return None;
    }
    let (rest, target) = rest.rsplit_once(':').unwrap_or(("", rest));
    let (ip, published) = if let Some(six) = rest.strip_prefix('[') {
        let (ip, after) = six.split_once(']')?;
        (ip, after.strip_prefix(':').unwrap_or(after))
    } else {
        rest.rsplit_once(':').unwrap_or(("", rest))
    };
    let ip_is_good = ip.is_empty() || ip.parse::<std::net::IpAddr>().is_ok();
    let target = range(target)?;
    let published = if published.is_empty() {
        None
    } else {
        Some(range(published)?)
    };
    // Ranges run side by side; one target may take any port of a published range.
    let width = |(first, last): (u16, u16)| last - first;
    let fits = published.is_none_or(|own| width(own) == width(target) || width(target) == 0);
    (ip_is_good && fits).then(|| Port {
        host_ip: (!ip.is_empty()).then(|| ip.to_owned()),
        published,
        target,
        protocol: protocol.to_ascii_lowercase(),
        origin: item.origin,
    })
}

/// What is known of a port whose address or number on the host is not: it is taken for one that
/// other machines reach.
fn partial(text: &str, item: &Value) -> Option<Port> {
    let (host, target) = text.rsplit_once(':')?;
    let (ip, published) = host.rsplit_once(':').unwrap_or(("", host));
    let known = |part: &str| !part.contains(UNKNOWN);
    let ip = if known(ip) { ip } else { "" };
    let known = match (ip, known(published)) {
        ("", true) => format!("{published}:{target}"),
        ("", false) => target.to_owned(),
        (ip, true) => format!("{ip}:{published}:{target}"),
        (ip, false) => format!("{ip}::{target}"),
    };
    short(&known, item)
}

fn long(item: &Value) -> Option<Port> {
    const KEYS: [&str; 7] = [
        "name",
        "mode",
        "host_ip",
        "target",
        "published",
        "protocol",
        "app_protocol",
    ];
    let known = |key: &str| KEYS.contains(&key) || key.starts_with("x-");
    if !item.fields().iter().all(|field| known(&field.key)) {
        return None;
    }
    let text = |key: &str| item.get(key).and_then(Value::text);
    let target = text("target")?.parse().ok()?;
    let published = match text("published") {
        None | Some("") => None,
        Some(published) => Some(range(published)?),
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

fn range(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let first = first.parse().ok()?;
    let last = last.parse().ok()?;
    (first <= last).then_some((first, last))
}
