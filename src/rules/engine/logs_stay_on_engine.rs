//! Logs that nobody but the machine itself keeps.

use crate::model::{Daemon, Setting};
use crate::rules::Out;
use crate::rules::daemons::{at, missing};

/// Drivers that write to the machine itself.
const LOCAL: [&str; 3] = ["json-file", "local", "journald"];

/// Fails where the default driver writes to the machine itself.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    match daemon.word("log-driver") {
        Setting::Set(own) if LOCAL.contains(&own.value.as_str()) => {
            out.fail(at(daemon, "default", own.origin).arg("driver", own.value.as_str()));
        }
        Setting::Set(_) => {}
        Setting::Unset(place) => {
            out.fail(missing(daemon, "default", *place).arg("driver", "json-file"));
        }
        Setting::NotObservable(_) => out.unknown(),
    }
}
