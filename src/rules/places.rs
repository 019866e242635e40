//! What several rules say of ports, networks and connections.

use super::context::Context;
use super::out::{Fail, Out, Site};
use crate::meaning::{Weakness, weak_transports};
use crate::model::{Container, Port, Span};

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
            .kin((key, &container.name))
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
            if is_inside != inside || is_own || (is_inside && weak.only_outside) {
                continue;
            }
            let key = match (weak.weakness, host.is_some()) {
                (Weakness::ClearText, _) => "default",
                (Weakness::Fallback, _) => "fallback",
                (Weakness::UnverifiedInOld, _) => "old",
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

    /// Where the project declares a network; `None` for the implied default one.
    pub(super) fn declared_network(&self, network: &str) -> Option<Span> {
        self.project.networks.get(network)?.place
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
}
