//! Figures of the engine that other machines can read.

use crate::model::Daemon;
use crate::rules::Out;
use crate::rules::daemons::{at, is_loopback, is_other, unset};

/// Fails where the address is not one of the machine itself alone.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) {
        return out.not_applicable();
    }
    let address = daemon.word("metrics-addr");
    match address.traced() {
        Some(own) if !own.value.is_empty() && !is_loopback(&own.value) => {
            out.fail(at(daemon, "default", own.origin).arg("address", own.value.as_str()));
        }
        Some(_) => {}
        None => {
            unset(address, out);
        }
    }
}
