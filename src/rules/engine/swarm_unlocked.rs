//! Managers of a swarm whose keys lie open on the disk.

use crate::model::Daemon;
use crate::rules::Out;
use crate::rules::daemons::{at, unset};

/// Fails where they come up again without being unlocked.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    let Some(swarm) = &daemon.swarm else {
        return out.not_applicable();
    };
    match swarm.autolock.traced() {
        Some(own) if !own.value => out.fail(at(daemon, "default", own.origin)),
        Some(_) => {}
        None => {
            unset(&swarm.autolock, out);
        }
    }
}
