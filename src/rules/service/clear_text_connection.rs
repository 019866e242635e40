//! A connection to somewhere outside of the project in clear text, or without a look at the certificate.

use crate::model::Container;
use crate::rules::{Context, Out};

/// Fails for each setting about a connection that leaves.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    cx.weak_transports(container, false, out);
}
