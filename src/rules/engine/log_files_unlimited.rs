//! Log files of all containers that grow until the disk is full.

use crate::model::{Daemon, Setting};
use crate::rules::Out;
use crate::rules::daemons::{at, is_other, missing, unset};

/// Fails where the driver is `json-file`, by name or by default, and no size is set.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) {
        return out.not_applicable();
    }
    match daemon.word("log-driver") {
        Setting::Set(own) if own.value != "json-file" => return,
        Setting::NotObservable(_) => return out.unknown(),
        Setting::Set(_) | Setting::Unset(_) => {}
    }
    let size = daemon.word("max-size");
    match size.traced() {
        Some(own) if matches!(own.value.as_str(), "-1" | "0" | "") => {
            out.fail(at(daemon, "default", own.origin));
        }
        Some(_) => {}
        None => {
            if let Some(place) = unset(size, out) {
                out.fail(missing(daemon, "default", place));
            }
        }
    }
}
