//! No encryption on request.

use crate::meaning::Endpoint;
use crate::model::Taken;
use crate::rules::Out;
use crate::rules::endpoints::{at, ldap_of};

/// Fails where StartTLS was tried and refused.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    if ldap_of(endpoint, out).and_then(|ldap| ldap.starttls) == Some(Taken::Refused) {
        out.fail(at(endpoint, "default", &["ldap", "starttls"]));
    }
}
