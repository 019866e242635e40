//! The published ports of a run line.

use super::container::Flags;
use super::flags::What;
use super::maker::Maker;
use crate::model::Port;
use crate::syntax::engine_values::{PortSpec, known_port};

/// The ports of `--publish`, and those of `--expose` with `--publish-all`.
pub(super) fn ports(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> Vec<Port> {
    let mut ports = Vec::new();
    for given in flags.of(What::Publish) {
        let Some(value) = &given.value else { continue };
        // An address or a number that is not known is left out.
        let known = known_port(value.flat());
        if known.len() < value.flat().len() {
            maker.not_known(given);
        }
        let Some(spec) = PortSpec::parse(&known) else {
            continue;
        };
        let origin = maker.origin(value);
        let own = port(&spec, origin);
        let is_new = |own: &Port| {
            !ports.iter().any(|known: &Port| {
                known.target == own.target
                    && known.protocol == own.protocol
                    && known.published == own.published
                    && known.host_ip == own.host_ip
            })
        };
        ports.extend(own.filter(is_new));
    }
    let all = flags.of(What::PublishAll);
    if let Some(last) = all.last().filter(|own| own.is_on() == Some(true)) {
        let origin = maker.origins.literal(maker.span(last.place.clone()));
        for value in maker.known(&flags.of(What::Expose)) {
            let text = value.flat();
            let spec = PortSpec::parse(text).filter(|spec| spec.published.is_none());
            let own = spec.and_then(|spec| port(&spec, origin));
            let is_new = |own: &Port| {
                !ports.iter().any(|known: &Port| {
                    known.target == own.target && known.protocol == own.protocol
                })
            };
            ports.extend(own.filter(is_new));
        }
    }
    ports
}

fn port(spec: &PortSpec<'_>, origin: crate::model::OriginId) -> Option<Port> {
    let number = |port: u32| u16::try_from(port).ok();
    let range = |(first, last): (u32, u32)| Some((number(first)?, number(last)?));
    // Port 0 of the host is any one that is free.
    let published = spec.published.filter(|published| *published != (0, 0));
    Some(Port {
        host_ip: (!spec.ip.is_empty()).then(|| spec.ip.to_owned()),
        published: match published {
            Some(published) => Some(range(published)?),
            None => None,
        },
        target: range(spec.target)?,
        protocol: spec.protocol.clone(),
        origin,
    })
}
