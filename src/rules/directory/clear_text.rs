//! A directory that is spoken to in clear text.

use crate::model::{Directory, Severity};
use crate::rules::directories::{is_own, site};
use crate::rules::{Context, Fail, Out};

/// Fails at the first server to which passwords go as they are. One connection of a machine with
/// itself shows them to nobody.
pub(super) fn check(directory: &Directory, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(server) = directory.in_clear() else {
        return;
    };
    let host = server.value.host.as_str();
    if is_own(host) {
        return;
    }
    // Without a dot it is a name of the engine: another container, or the host.
    let is_inside = !host.is_empty() && (cx.has_service(host) || !host.contains(['.', ':', '$']));
    let wants_upgrade = directory.start_tls.as_ref().is_some_and(|on| on.value);
    let key = match (is_inside, wants_upgrade) {
        (true, _) => "inside",
        (false, true) => "upgrade",
        (false, false) => "default",
    };
    let fail = Fail::new(key, site(server)).role(&directory.name);
    let fail = fail.arg("host", if host.is_empty() { "?" } else { host });
    out.fail(if is_inside {
        fail.at_most(Severity::Low)
    } else {
        fail
    });
}
