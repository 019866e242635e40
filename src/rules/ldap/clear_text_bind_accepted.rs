//! Passwords in clear text.

use crate::meaning::Endpoint;
use crate::model::ClearBind;
use crate::rules::Out;
use crate::rules::endpoints::{at, ldap_of};

/// Fails where the password of a login without encryption was looked at.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    match ldap_of(endpoint, out).and_then(|ldap| ldap.clear_bind) {
        Some(ClearBind::Accepted) => out.fail(at(endpoint, "default", &["ldap", "clear-bind"])),
        Some(ClearBind::Undetermined) => out.unknown(),
        Some(ClearBind::Refused) | None => {}
    }
}
