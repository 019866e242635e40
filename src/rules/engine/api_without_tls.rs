//! Ports at which anybody can tell the engine what to do.

use crate::model::{Daemon, Exposure, ListenerGuard};
use crate::rules::Out;
use crate::rules::daemons::{at, is_loopback, is_other, unset};

/// Fails for each port that does not ask for certificates. On a loopback address only programs of
/// the machine reach it: each of its users, and each container on the host's network.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) {
        return out.not_applicable();
    }
    let Some(listeners) = daemon.listeners.value() else {
        unset(&daemon.listeners, out);
        return;
    };
    for listener in listeners {
        let key = match listener.guard {
            ListenerGuard::Clear => "default",
            ListenerGuard::TlsOnly => "clients",
            ListenerGuard::Verified => continue,
        };
        let exposure = if is_loopback(&listener.address) {
            Exposure::Loopback
        } else {
            Exposure::Public
        };
        let fail = at(daemon, key, listener.origin).role(listener.address.as_str());
        out.fail(
            fail.arg("address", listener.address.as_str())
                .exposed(exposure),
        );
    }
}
