//! A swarm that runs nothing.

use crate::model::Daemon;
use crate::rules::{Fail, Out, Site};

/// Fails where the engine belongs to a swarm without a service.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    let Some(swarm) = &daemon.swarm else {
        return;
    };
    match swarm.services {
        Some(0) => out.fail(Fail::new("default", Site::at(swarm.place))),
        Some(_) => {}
        None => out.unknown(),
    }
}
