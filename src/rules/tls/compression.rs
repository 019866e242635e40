//! Compression inside of TLS.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{at, tls_of};

/// Fails where the server agrees to any.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    let Some(method) = tls_of(endpoint, out).and_then(|tls| tls.compression.as_ref()) else {
        return;
    };
    let fail = at(endpoint, "default", &["tls", "compression"]);
    out.fail(fail.arg("method", method.as_str()));
}
