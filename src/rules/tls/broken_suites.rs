//! Suites that protect nothing.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{is_broken, suites};

/// Fails for each protocol with such suites.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    suites(endpoint, out, is_broken);
}
