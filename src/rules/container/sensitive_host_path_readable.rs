//! A place of the host with secrets in it that a container can read.

use crate::model::Container;
use crate::rules::host_sources::Way;
use crate::rules::{Context, Out};

/// Fails for each such place. What can be written is the finding of another rule.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for source in cx.host_sources(container) {
        let place = source.path.sensitivity();
        let Some(place) = place.filter(|place| place.tells && source.read_only) else {
            continue;
        };
        let fail = match source.way {
            Way::Grant(grant) => source.fail("granted").arg("name", grant.key.as_str()),
            Way::Mount | Way::Volume => source.fail("default"),
        };
        out.fail(fail.arg("path", place.name));
    }
}
