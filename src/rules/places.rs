//! What several rules say of ports and mounts.

use super::context::Context;
use super::out::{Fail, Out, Site};
use crate::meaning::{HostPath, Weakness, weak_transports};
use crate::model::{Container, How, Mount, MountKind, Port, Span};

impl Context<'_> {
    /// A finding about a published port, at its entry: the role is the port in the container, the
    /// argument `port` the one on the host (or the other, where the host's is random).
    pub(super) fn published_port(&self, container: &Container, port: &Port) -> Fail {
        let has_six = |network: &&str| {
            let own = self.project.networks.get(*network);
            own.is_some_and(|own| own.ipv6)
        };
        let is_six = port.host_ip.is_none() && self.graph.networks(container).iter().any(has_six);
        let key = match port.published {
            None => "random",
            Some(_) if is_six => "ipv6",
            Some(_) => "default",
        };
        Fail::new(key, Site::origin(self, port.origin, container.owner))
            .role(format!("{}/{}", port.target.0, port.protocol))
            .arg("port", Self::shown_port(port))
    }

    /// The port on the host; in the container, where the host's is random.
    pub(super) fn shown_port(port: &Port) -> String {
        let (first, last) = port.published.unwrap_or(port.target);
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    }

    /// Fails for each setting that makes a connection weak: to a service of the project where
    /// `inside`, else to all others.
    pub(super) fn weak_transports(&self, container: &Container, inside: bool, out: &mut Out<'_>) {
        for weak in weak_transports(container) {
            let host = weak.host.as_deref();
            // Without a dot it is a name of the engine: another container, or the host.
            let is_inside = host.is_some_and(|host| {
                self.has_service(host)
                    || !host.contains(['.', ':'])
                    || host == "host.docker.internal"
            });
            let is_own = host.is_some_and(|host| host == "localhost" || host.starts_with("127."));
            if is_inside != inside || is_own {
                continue;
            }
            let key = match (weak.weakness, host.is_some()) {
                (Weakness::ClearText, _) => "default",
                (Weakness::Unverified, true) => "unverified",
                (Weakness::Unverified, false) => "everywhere",
            };
            let origins = &self.project.origins;
            let site = Site::caused(weak.variable.declared, origins.cause(weak.variable.origin));
            let fail = Fail::new(key, site).role(&weak.variable.name);
            let fail = fail.arg("variable", weak.variable.name.as_str());
            out.fail(match host {
                Some(host) => fail.arg("host", host),
                None => fail,
            });
        }
    }

    /// Where the project declares a network; `None` for the implied default one, whose place is
    /// that of the whole section where there is one.
    pub(super) fn declared_network(&self, network: &str) -> Option<Span> {
        let place = self.project.networks.get(network)?.place?;
        let quoted = network.len() + 2;
        (place.range().len() <= quoted).then_some(place)
    }

    /// Where a container joins a network: its own name, where that is implied.
    pub(super) fn joined(&self, container: &Container, network: &str) -> Site {
        let joined = container.networks.iter().find(|own| own.value == network);
        let place = joined.and_then(|own| self.project.origins.place(own.origin));
        match place.filter(|place| !place.is_empty()) {
            Some(place) => Site::at(place),
            None => Site::at(container.owner),
        }
    }

    /// The place of the host that a mount brings in. `None` for volumes, for paths below the
    /// project, and where a variable that only the shell knows begins the path.
    pub(super) fn host_path(&self, mount: &Mount) -> Option<HostPath> {
        if !matches!(mount.kind, MountKind::Bind | MountKind::Pipe) {
            return None;
        }
        let source = mount.source.as_deref()?;
        match self.unset_at_start(mount) {
            None => HostPath::parse(source),
            Some("HOME" | "USERPROFILE") => HostPath::parse(&format!("~{source}")),
            Some(_) => None,
        }
    }

    /// The variable without a value with which the source of a mount begins.
    fn unset_at_start(&self, mount: &Mount) -> Option<&str> {
        let origins = &self.project.origins;
        let mut origin = origins.get(mount.source_origin?)?;
        while let How::Alias(target) = origin.how {
            origin = origins.get(target)?;
        }
        let first = match origin.parts.first() {
            Some(part) if part.range.start == 0 => origins.get(part.origin)?,
            Some(_) => return None,
            None => origin,
        };
        match &first.how {
            How::Unset { variable } => Some(variable),
            _ => None,
        }
    }
}
