//! A container, whatever declared it.

use super::origin::{OriginId, Traced};
use super::sensitive::Sensitive;
use super::setting::Setting;
use super::span::Span;

/// A container as a compose service, a run line or a running engine gives it.
pub struct Container {
    /// The service name; for a container without one its own name.
    pub name: String,
    /// The name in its source: where a finding about something missing points.
    pub owner: Span,
    /// The image reference.
    pub image: Setting<String>,
    /// Whether its image is made from a build context (`build`).
    pub built: bool,
    /// Full access to the host (`privileged`).
    pub privileged: Setting<bool>,
    /// The root file system cannot be written (`read_only`).
    pub read_only: Setting<bool>,
    /// Capabilities added, upper case and without `CAP_`.
    pub cap_add: Vec<Traced<String>>,
    /// Capabilities dropped, upper case and without `CAP_`.
    pub cap_drop: Vec<Traced<String>>,
    /// Security options as written.
    pub security_opt: Vec<Traced<String>>,
    /// The engine's socket and the credentials of its registries handed in (`use_api_socket`).
    pub use_api_socket: Setting<bool>,
    /// User and group of the first process.
    pub user: Setting<String>,
    /// Host namespaces and other modes, as written.
    pub namespaces: Namespaces,
    /// Published ports, one per host binding or range.
    pub ports: Vec<Port>,
    /// Mounts, tmpfs included.
    pub mounts: Vec<Mount>,
    /// The effective environment in name order.
    pub environment: Vec<Variable>,
    /// Resource limits.
    pub limits: Limits,
    /// Networks joined by key, `default` included where it is implied. Empty with `network_mode`.
    pub networks: Vec<Traced<String>>,
    /// Compose profiles; empty means always on.
    pub profiles: Vec<Traced<String>>,
}

/// Modes of the namespaces, as written (`host`, `service:x`, `container:x`, `none`, `private`).
pub struct Namespaces {
    /// `network_mode`.
    pub network: Setting<String>,
    /// `pid`.
    pub pid: Setting<String>,
    /// `ipc`.
    pub ipc: Setting<String>,
    /// `uts`.
    pub uts: Setting<String>,
    /// `userns_mode`.
    pub user: Setting<String>,
    /// `cgroup`.
    pub cgroup: Setting<String>,
}

/// A published port or range of ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// Address on the host; `None` is all interfaces.
    pub host_ip: Option<String>,
    /// First and last port on the host; `None` is a random one.
    pub published: Option<(u16, u16)>,
    /// First and last port in the container.
    pub target: (u16, u16),
    /// Transport protocol, lower case.
    pub protocol: String,
    /// Where the entry comes from.
    pub origin: OriginId,
}

impl Port {
    /// Whether every interface of the host listens: no address, or one that means all.
    pub fn is_on_all_interfaces(&self) -> bool {
        let Some(address) = &self.host_ip else {
            return true;
        };
        let address = address.trim_matches(['[', ']']);
        address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.to_canonical().is_unspecified())
    }

    /// Whether it is published as the port of HTTP or HTTPS.
    pub fn is_front_door(&self) -> bool {
        matches!(self.published, Some((80, 80) | (443, 443)))
    }

    /// Whether only the host itself reaches it.
    pub fn is_loopback(&self) -> bool {
        self.host_ip.as_deref().is_some_and(|address| {
            let address = address.trim_matches(['[', ']']);
            address == "localhost"
                || address
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| match address {
                        std::net::IpAddr::V4(four) => four.is_loopback(),
                        std::net::IpAddr::V6(six) => {
                            six.is_loopback()
                                || six.to_ipv4_mapped().is_some_and(|four| four.is_loopback())
                        }
                    })
        })
    }
}

/// The kind of a mount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MountKind {
    /// A path of the host.
    Bind,
    /// A named or anonymous volume.
    Volume,
    /// Memory.
    Tmpfs,
    /// A Windows named pipe.
    Pipe,
    /// A cluster volume or an image.
    Other,
}

/// A mount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// Its kind.
    pub kind: MountKind,
    /// Host path or volume name; `None` for tmpfs and anonymous volumes.
    pub source: Option<String>,
    /// Where the source comes from: the entry itself in the short syntax.
    pub source_origin: Option<OriginId>,
    /// Path in the container.
    pub target: String,
    /// Whether it cannot be written.
    pub read_only: bool,
    /// Where the entry comes from.
    pub origin: OriginId,
}

/// A variable of the effective environment.
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its effective value; `None` where only the shell at start-up knows it.
    pub value: Option<Sensitive>,
    /// Where the value comes from; for a bare name the place of the name.
    pub origin: OriginId,
    /// Where the container names it: the entry, or the env file's entry in the service.
    pub declared: Span,
}

/// Limits in both spellings (`mem_limit`, `deploy.resources.limits`).
pub struct Limits {
    /// Memory in bytes; 0 is none.
    pub memory: Setting<u64>,
    /// Thousandths of a CPU; 0 is none.
    pub cpus: Setting<u64>,
    /// Processes; 0 and below is none.
    pub pids: Setting<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origins, Span, TextId};

    #[test]
    fn every_spelling_of_all_interfaces() {
        let mut origins = Origins::default();
        let origin = origins.literal(Span::start_of(TextId(0)));
        let mut port = Port {
            host_ip: None,
            published: Some((80, 80)),
            target: (80, 80),
            protocol: "tcp".to_owned(),
            origin,
        };
        assert!(port.is_on_all_interfaces() && port.is_front_door());
        for (address, all) in [
            ("0.0.0.0", true),
            ("::", true),
            ("[::]", true),
            ("0:0:0:0:0:0:0:0", true),
            ("::ffff:0.0.0.0", true),
            ("127.0.0.1", false),
            ("::1", false),
            ("192.168.7.4", false),
            ("localhost", false),
        ] {
            port.host_ip = Some(address.to_owned());
            assert_eq!(port.is_on_all_interfaces(), all, "{address}");
        }
        for published in [None, Some((80, 81)), Some((8080, 8080))] {
            port.published = published;
            assert!(!port.is_front_door());
        }
    }
}
