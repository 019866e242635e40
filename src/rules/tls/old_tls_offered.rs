//! TLS 1.0 and 1.1.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::protocols;

/// Fails for each of them.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    protocols(endpoint, out, &["TLS 1.0", "TLS 1.1"]);
}
