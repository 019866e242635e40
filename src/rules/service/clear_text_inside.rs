//! A connection between services of one host in clear text, or without a look at the certificate.

use crate::model::Container;
use crate::rules::{Context, Out};

/// Fails for each setting about a connection that stays.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    cx.weak_transports(container, true, out);
}
