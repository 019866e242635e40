//! Where ports are published that name no address.

use crate::model::{Daemon, Setting, Severity};
use crate::rules::Out;
use crate::rules::daemons::{at, is_loopback, is_other, missing};

/// Fails where that is every interface: worse where somebody set another one for the default bridge
/// alone, which no network of Compose heeds.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) {
        return out.not_applicable();
    }
    let networks = daemon.word("host-binding");
    if networks.value().is_some_and(|own| is_loopback(own)) {
        return;
    }
    match daemon.word("ip") {
        Setting::Set(own) if is_loopback(&own.value) => match networks {
            Setting::NotObservable(_) => out.unknown(),
            Setting::Set(_) | Setting::Unset(_) => out.fail(at(daemon, "default", own.origin)),
        },
        Setting::Set(own) => {
            out.fail(at(daemon, "all", own.origin).at_most(Severity::Info));
        }
        Setting::Unset(place) => {
            out.fail(missing(daemon, "all", *place).at_most(Severity::Info));
        }
        Setting::NotObservable(_) => out.unknown(),
    }
}
