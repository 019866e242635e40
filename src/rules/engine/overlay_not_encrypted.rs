//! Traffic between the nodes of a swarm that anybody on the way can read.

use crate::model::Daemon;
use crate::rules::{Fail, Out, Site};

/// Fails for each overlay network without encryption, where there is more than one node.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    let Some(swarm) = &daemon.swarm else {
        return out.not_applicable();
    };
    if swarm.sizes.is_some_and(|(_, nodes)| nodes < 2) {
        return;
    }
    for (name, place) in &swarm.open_networks {
        let fail = Fail::new("default", Site::at(*place)).role(name.as_str());
        out.fail(fail.arg("network", name.as_str()));
    }
}
