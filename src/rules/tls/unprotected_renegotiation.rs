//! Renegotiation that anybody can begin.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{at, tls_of};

/// Fails where it is known to be missing; TLS 1.3 does without.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    if tls_of(endpoint, out).and_then(|tls| tls.secure_renegotiation) == Some(false) {
        out.fail(at(endpoint, "default", &["tls", "secure-renegotiation"]));
    }
}
