//! Containers on the bridge that all containers without a network share.

use crate::model::Daemon;
use crate::rules::Out;
use crate::rules::daemons::{at, is_other, unset};

/// Fails for each container on it.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) {
        return out.not_applicable();
    }
    let Some(names) = daemon.on_default_bridge.value() else {
        unset(&daemon.on_default_bridge, out);
        return;
    };
    for name in names {
        let fail = at(daemon, "default", name.origin).role(name.value.as_str());
        out.fail(fail.arg("container", name.value.as_str()));
    }
}
