//! `privileged: true`, however it is spelled or supplied.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the container runs privileged.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if container.privileged.is(&true) {
        let site = Site::setting(cx, &container.privileged, container.owner);
        out.fail(Fail::new("default", site));
    }
}
