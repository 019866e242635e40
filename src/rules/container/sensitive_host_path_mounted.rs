//! A place of the host that a container can write, and from which the host runs programs or reads
//! who may do what.

use crate::model::Container;
use crate::rules::{Context, Out};

/// Fails for each such place.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for source in cx.host_sources(container) {
        if let Some(place) = source.path.sensitivity().filter(|_| !source.read_only) {
            out.fail(source.fail("default").arg("path", place.name));
        }
    }
}
