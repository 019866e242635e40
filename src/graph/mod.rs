//! Exposure: who reaches what, from where.

pub mod cuts;
mod reach;
pub mod ways;

use crate::model::{Container, Exposure};

pub use reach::{Graph, Hop, Reach};

/// From where a container can be reached by its own ports: the widest one, or else its networks.
fn own_exposure(container: &Container) -> Exposure {
    let mode = container.namespaces.network.value().map(String::as_str);
    match mode {
        // On the host's own network every port that it listens on is one of the host.
        Some("host") => return Exposure::Public,
        Some("none") => return Exposure::Isolated,
        _ => {}
    }
    let ports = container.ports.iter();
    ports
        .map(|port| {
            if port.is_loopback() {
                Exposure::Loopback
            } else {
                Exposure::Public
            }
        })
        .max()
        .unwrap_or(Exposure::Internal)
}
