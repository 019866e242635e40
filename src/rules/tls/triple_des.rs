//! Ciphers with blocks of 64 bits.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{is_broken, suites};

/// Fails for each protocol with such suites, unless they are worse.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    suites(endpoint, out, |suite| {
        let is_small = suite.contains("_3DES_") || suite.contains("_IDEA_");
        is_small && !is_broken(suite)
    });
}
