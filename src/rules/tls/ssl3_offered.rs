//! SSLv3.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::protocols;

/// Fails for each of them.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    protocols(endpoint, out, &["SSLv3"]);
}
