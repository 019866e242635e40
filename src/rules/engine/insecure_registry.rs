//! Registries whose certificate is not checked, or that are asked without encryption.

use crate::model::Daemon;
use crate::rules::Out;
use crate::rules::daemons::{at, is_loopback, is_other, unset};

/// Fails for each that is not the machine itself.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) {
        return out.not_applicable();
    }
    let list = daemon.list("insecure-registries");
    let Some(registries) = list.value() else {
        unset(list, out);
        return;
    };
    for registry in registries {
        let address = registry
            .value
            .split_once("://")
            .map_or(&*registry.value, |(_, rest)| rest);
        let address = address.rsplit('@').next().unwrap_or(address);
        let is_own = is_loopback(address.split('/').next().unwrap_or(address));
        if !is_own && !address.is_empty() {
            let fail = at(daemon, "default", registry.origin).role(address);
            out.fail(fail.arg("registry", address));
        }
    }
}
