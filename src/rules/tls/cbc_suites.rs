//! CBC where there is better.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{is_broken, suites_of};

/// Fails for TLS 1.2 alone: older protocols have nothing else, and are said to be too old.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    suites_of(endpoint, out, Some("TLS 1.2"), |suite| {
        let is_small = suite.contains("_3DES_") || suite.contains("_IDEA_");
        suite.contains("_CBC_") && !is_small && !is_broken(suite)
    });
}
