//! A directory whose certificate nobody looks at.

use crate::model::{Directory, DirectoryKind, Encryption, Verification};
use crate::rules::directories::{is_own, site};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where verification is turned off, or off unless it is turned on. Without encryption there
/// is nothing to verify.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    if directory.in_clear().is_some() && !directory.uses_tls() {
        return out.not_applicable();
    }
    if let Some(said) = &directory.verification {
        if said.value == Verification::Off {
            out.fail(Fail::new("default", site(said)).role(&directory.name));
        }
        return;
    }
    let tls = directory.servers.iter().find(|server| {
        server.value.encryption == Some(Encryption::Tls) && !is_own(&server.value.host)
    });
    let Some(server) = tls else {
        return;
    };
    match directory.kind.verifies_by_default() {
        Some(true) => {}
        None => out.unknown(),
        Some(false) => {
            let switch = match directory.kind {
                DirectoryKind::Nginx => "ssl_check_cert on",
                _ => "verify",
            };
            let fail = Fail::new("unset", Site::lacking(server.place)).role(&directory.name);
            out.fail(fail.arg("switch", switch));
        }
    }
}
