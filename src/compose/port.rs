//! The short syntax of a port: `[[ip:]published:]target[/protocol]`, each port a number or a range.

use super::interpolate::UNKNOWN;
use super::value::{Field, Value};
use crate::syntax::yaml::Core;

/// The ports that one entry in the short syntax stands for, each in the long form and in the order
/// of Compose; `None` for what Compose refuses.
pub(super) fn long(item: &Value, text: &str) -> Option<Vec<Value>> {
    let known = known_part(text);
    let spec = Spec::parse(&known)?;
    let mut ports: Vec<(String, Value)> = Vec::new();
    for step in 0..=(spec.target.1 - spec.target.0) {
        let target = (spec.target.0 + step).to_string();
        let mut fields = vec![Field::made("mode", item.string("ingress"))];
        if !spec.ip.is_empty() {
            fields.push(Field::made("host_ip", item.string(spec.ip)));
        }
        fields.push(Field::made("target", item.scalar(&target, Core::Int)));
        if let Some((first, last)) = spec.published {
            // One target may take any port of a range.
            let published = if spec.target.0 == spec.target.1 && first != last {
                format!("{first}-{last}")
            } else {
                (first + step).to_string()
            };
            fields.push(Field::made("published", item.string(&published)));
        } else if known.len() < text.len() {
            fields.push(Field::made("published", item.string(&UNKNOWN.to_string())));
        }
        fields.push(Field::made("protocol", item.string(&spec.protocol)));
        ports.push((target, item.mapping(fields)));
    }
    ports.sort_by(|(a, _), (b, _)| a.cmp(b));
    Some(ports.into_iter().map(|(_, port)| port).collect())
}

/// How many ports an entry in the short syntax stands for; `None` for what Compose refuses.
pub(super) fn count(text: &str) -> Option<usize> {
    let known = known_part(text);
    let (first, last) = Spec::parse(&known)?.target;
    usize::try_from(last - first + 1).ok()
}

/// What is known of a port: an address or a number on the host that is not known is left out, so
/// that the port is taken for one that other machines reach.
fn known_part(text: &str) -> String {
    let Some((host, target)) = text.rsplit_once(':').filter(|_| text.contains(UNKNOWN)) else {
        return text.to_owned();
    };
    let (ip, published) = host.rsplit_once(':').unwrap_or(("", host));
    let known = |part: &str| !part.contains(UNKNOWN);
    match (known(ip) && !ip.is_empty(), known(published)) {
        (true, true) => text.to_owned(),
        (true, false) => format!("{ip}::{target}"),
        (false, true) => format!("{published}:{target}"),
        (false, false) => target.to_owned(),
    }
}

struct Spec<'t> {
    ip: &'t str,
    published: Option<(u32, u32)>,
    target: (u32, u32),
    protocol: String,
}

impl<'t> Spec<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let (host, target) = text.rsplit_once(':').unwrap_or(("", text));
        let (ip, published) = host.rsplit_once(':').unwrap_or(("", host));
        let mut parts = target.split('/');
        let target = parts.next().filter(|target| !target.is_empty())?;
        let protocol = parts.next().filter(|protocol| !protocol.is_empty());
        let protocol = protocol.unwrap_or("tcp").to_ascii_lowercase();
        let ip = match ip.strip_prefix('[') {
            Some(six) => six.strip_suffix(']')?,
            None => ip,
        };
        let ip_is_good = ip.is_empty() || is_address(ip);
        let target = range(target)?;
        let published = if published.is_empty() {
            None
        } else {
            Some(range(published)?)
        };
        let width = |(first, last): (u32, u32)| last - first;
        let fits = published.is_none_or(|own| width(own) == width(target) || width(target) == 0);
        let protocol_is_good = ["tcp", "udp", "sctp"].contains(&&*protocol);
        (ip_is_good && fits && protocol_is_good).then_some(Self {
            ip,
            published,
            target,
            protocol,
        })
    }
}

/// Whether Go reads an IP address in the text: version 6 without a zone.
pub(super) fn is_address(text: &str) -> bool {
    text.parse::<std::net::IpAddr>().is_ok()
}

/// A port or a range of ports.
pub(super) fn range(text: &str) -> Option<(u32, u32)> {
    let port = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u16>().ok().filter(|_| digits).map(u32::from)
    };
    if !text.contains('-') {
        let only = port(text)?;
        return Some((only, only));
    }
    let mut parts = text.split('-');
    let (first, last) = (port(parts.next()?)?, port(parts.next()?)?);
    (first <= last).then_some((first, last))
}
