//! Published ports.

use super::origin::OriginId;

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
        assert!(port.is_on_all_interfaces());
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
    }
}
