//! `ALL` is not among the dropped capabilities.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where default capabilities remain. A privileged container has them all anyway: that is
/// the finding there.
pub(super) fn check(container: &Container, _cx: &Context<'_>, out: &mut Out<'_>) {
    if container.privileged.is(&true) {
        return out.not_applicable();
    }
    let dropped = &container.cap_drop;
    if dropped.iter().any(|capability| capability.value == "ALL") {
        return;
    }
    let key = if dropped.is_empty() {
        "default"
    } else {
        "partly"
    };
    out.fail(Fail::new(key, Site::missing(container.owner)));
}
