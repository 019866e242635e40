//! What is asked over the network. Collects only: what an endpoint answers becomes one
//! [`Snapshot`](crate::model::Snapshot), which others judge, and what a Docker Engine answers one
//! document. Only the host that is named is ever contacted; each connection has its time, each
//! endpoint as well, and a number of connections.

mod engine;
mod host;
mod ldap;
mod roots;
mod starttls;
mod tls;
mod wire;

pub use engine::{EndpointError, EngineEndpoint, EngineLimits, collect_engine, engine_endpoint};
pub use host::{host_facts, settings_candidates};
pub use ldap::{Login, probe_ldap};
pub use roots::Roots;
pub use starttls::StartTls;
pub use tls::probe_tls;

use std::time::Duration;

/// How long and how often an endpoint is asked.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the start of a connection to the last byte that is wanted of it.
    pub connection: Duration,
    /// For all that is asked of one endpoint.
    pub endpoint: Duration,
    /// The most connections to one endpoint.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connection: Duration::from_secs(3),
            endpoint: Duration::from_secs(30),
            connections: 800,
        }
    }
}

/// Which endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The host, as it is named: a name or an address, an IPv6 address without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The name to ask for, where it is not the host.
    pub sni: Option<String>,
}

impl Target {
    /// The name to ask for; an address is none.
    fn name(&self) -> Option<&str> {
        let name = self.sni.as_deref().unwrap_or(&self.host);
        name.parse::<std::net::IpAddr>().is_err().then_some(name)
    }
}
