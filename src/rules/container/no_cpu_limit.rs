//! No `cpus` or `deploy.resources.limits.cpus`, or one of 0.

use crate::model::{Container, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the container may take all processors.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    match &container.limits.cpus {
        Setting::Set(limit) if limit.value > 0 => {}
        Setting::NotObservable(_) => out.unknown(),
        Setting::Set(limit) => {
            let site = Site::origin(cx, limit.origin, container.owner);
            out.fail(Fail::new("zero", site));
        }
        Setting::Unset(_) => out.fail(Fail::new("default", Site::missing(container.owner))),
    }
}
