//! A filter of system calls that is off for all containers, or not the one of the engine.

use crate::model::{Daemon, Severity};
use crate::rules::Out;
use crate::rules::daemons::{at, is_other, unset};

/// Fails where there is none. Another one than the engine's may be stricter: it is worth a look.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) {
        return out.not_applicable();
    }
    let profile = daemon.word("seccomp-profile");
    let Some(own) = profile.traced() else {
        unset(profile, out);
        return;
    };
    match own.value.as_str() {
        "" | "builtin" | "default" => {}
        "unconfined" => out.fail(at(daemon, "default", own.origin)),
        other => {
            let fail = at(daemon, "custom", own.origin).arg("profile", other);
            out.fail(fail.at_most(Severity::Low));
        }
    }
}
