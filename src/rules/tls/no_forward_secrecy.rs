//! Suites whose key opens what was recorded.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{is_broken, lacks_secrecy, suites};

/// Fails for each protocol with such suites, unless they are worse.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    suites(endpoint, out, |suite| {
        lacks_secrecy(suite) && !is_broken(suite)
    });
}
