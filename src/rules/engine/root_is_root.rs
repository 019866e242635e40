//! Root of a container that is root of the machine.

use crate::model::{Daemon, Setting};
use crate::rules::Out;
use crate::rules::daemons::{is_other, missing};

/// Fails where the engine runs as root and numbers of users mean the same inside and outside.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) {
        return out.not_applicable();
    }
    if daemon.switch("rootless").is(&true) {
        return;
    }
    match daemon.word("userns-remap") {
        Setting::Set(own) if !own.value.is_empty() => {}
        Setting::Set(_) => out.fail(missing(daemon, "default", daemon.place)),
        Setting::Unset(place) => out.fail(missing(daemon, "default", *place)),
        Setting::NotObservable(_) => out.unknown(),
    }
}
