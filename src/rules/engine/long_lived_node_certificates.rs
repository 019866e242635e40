//! Certificates of the nodes of a swarm that last longer than by default.

use crate::model::Daemon;
use crate::rules::Out;
use crate::rules::daemons::{at, unset};

/// What a swarm sets by itself, in days.
const USUAL: u64 = 90;

/// Fails where they last longer.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    let Some(swarm) = &daemon.swarm else {
        return out.not_applicable();
    };
    match swarm.certificate_days.traced() {
        Some(own) if own.value > USUAL => {
            out.fail(at(daemon, "default", own.origin).arg("days", own.value.to_string()));
        }
        Some(_) => {}
        None => {
            unset(&swarm.certificate_days, out);
        }
    }
}
