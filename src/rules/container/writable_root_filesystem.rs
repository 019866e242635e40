//! No `read_only: true`.

use crate::meaning::image_line;
use crate::model::{Container, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the root file system can be written. For images that are known it says what they
/// write, which is what needs a volume or a `tmpfs` then.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    match &container.read_only {
        Setting::Set(read_only) if read_only.value => {}
        Setting::NotObservable(_) => out.unknown(),
        setting => {
            let site = Site::setting(cx, setting, container.owner);
            // Another entry point writes where it likes.
            let is_own = container.entrypoint.value().is_none();
            let known = image_line(container).filter(|line| is_own && !line.writes.is_empty());
            out.fail(match known {
                Some(line) => {
                    let writes = format!("{}: {}", line.name, line.writes.join(" "));
                    Fail::new("writes", site).arg("writes", writes)
                }
                None => Fail::new("default", site),
            });
        }
    }
}
