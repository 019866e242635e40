//! No `read_only: true`.

use crate::model::{Container, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the root file system can be written.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    match &container.read_only {
        Setting::Set(read_only) if read_only.value => {}
        Setting::NotObservable(_) => out.unknown(),
        setting => {
            let site = Site::setting(cx, setting, container.owner);
            out.fail(Fail::new("default", site));
        }
    }
}
