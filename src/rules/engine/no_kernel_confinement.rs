//! Containers that no module of the kernel confines.

use crate::model::Daemon;
use crate::rules::Out;
use crate::rules::daemons::{at, is_other};

/// Fails where the engine has neither `AppArmor` nor `SELinux`. The kernel of WSL has neither, which
/// is nobody's setting; without root they cannot be used.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) || daemon.is_wsl || daemon.switch("rootless").is(&true) {
        return out.not_applicable();
    }
    match daemon.confinement.traced() {
        Some(own) if !own.value => out.fail(at(daemon, "default", own.origin)),
        Some(_) => {}
        None => out.unknown(),
    }
}
