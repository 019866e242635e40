//! No `pids_limit` or `deploy.resources.limits.pids`, or one of 0 or -1.

use crate::model::{Container, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the container may start processes without end.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    match &container.limits.pids {
        Setting::Set(limit) if limit.value > 0 => {}
        Setting::NotObservable(_) => out.unknown(),
        Setting::Set(limit) => {
            let site = Site::origin(cx, limit.origin, container.owner);
            out.fail(Fail::new("unlimited", site));
        }
        Setting::Unset(_) => out.fail(Fail::new("default", Site::missing(container.owner))),
    }
}
