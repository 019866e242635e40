//! Clients that are let in with an interface which the engine itself has given up.

use crate::model::Daemon;
use crate::rules::Out;
use crate::rules::daemons::{at, is_other, unset};

/// What engines of version 29 and later ask for by themselves.
const OLDEST: (u32, u32) = (1, 44);

/// Fails where an older version is let in by a setting.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) {
        return out.not_applicable();
    }
    let version = daemon.word("min-api-version");
    let Some(own) = version.traced() else {
        unset(version, out);
        return;
    };
    let numbers = own.value.split_once('.');
    let numbers = numbers.and_then(|(a, b)| Some((a.parse::<u32>().ok()?, b.parse::<u32>().ok()?)));
    match numbers {
        Some(numbers) if numbers < OLDEST => {
            out.fail(at(daemon, "default", own.origin).arg("version", own.value.as_str()));
        }
        Some(_) => {}
        None => out.unknown(),
    }
}
