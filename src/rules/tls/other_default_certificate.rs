//! Another certificate without a name.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{at, tls_of};

/// Fails where clients that name no host get one that the others do not get.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    if tls_of(endpoint, out).is_some_and(|tls| tls.without_name.is_some()) {
        let way = ["tls", "without-name", "certificates", "0"];
        out.fail(at(endpoint, "default", &way));
    }
}
