//! What several rules say of ports.

use super::context::Context;
use super::out::{Fail, Site};
use crate::model::{Container, Port};

impl Context<'_> {
    /// A finding about a published port, at its entry: the role is the port in the container, the
    /// argument `port` the one on the host (or the other, where the host's is random).
    pub(super) fn published_port(&self, container: &Container, port: &Port) -> Fail {
        let (first, last) = port.published.unwrap_or(port.target);
        let shown = if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        };
        Fail::new("default", Site::origin(self, port.origin, container.owner))
            .role(format!("{}/{}", port.target.0, port.protocol))
            .arg("port", shown)
    }
}
