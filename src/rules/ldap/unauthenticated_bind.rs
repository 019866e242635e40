//! A login without a password.

use crate::meaning::Endpoint;
use crate::model::Taken;
use crate::rules::Out;
use crate::rules::endpoints::{at, ldap_of};

/// Fails where a name without a password is answered with success.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    if ldap_of(endpoint, out).and_then(|ldap| ldap.unauthenticated_bind) == Some(Taken::Accepted) {
        out.fail(at(endpoint, "default", &["ldap", "unauthenticated-bind"]));
    }
}
