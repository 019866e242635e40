//! More managers of a swarm than it needs, or a number that helps nobody.

use crate::model::Daemon;
use crate::rules::{Fail, Out, Site};

/// More only slow each other down, and each holds all secrets.
const MOST: u64 = 7;

/// Fails where managers are many, or an even number of them.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    let Some(swarm) = &daemon.swarm else {
        return out.not_applicable();
    };
    let Some((managers, nodes)) = swarm.sizes else {
        return out.unknown();
    };
    if managers > MOST || managers.is_multiple_of(2) {
        let fail = Fail::new("default", Site::at(swarm.place));
        let fail = fail.arg("managers", managers.to_string());
        out.fail(fail.arg("nodes", nodes.to_string()));
    }
}
