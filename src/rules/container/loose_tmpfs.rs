//! A file system in memory that runs programs, or that may take all memory.

use crate::model::{Container, MountKind, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Docker mounts with `noexec`, `nosuid` and `nodev`; these take it back.
const LOOSE: [&str; 3] = ["exec", "suid", "dev"];

/// Fails for each such option; and for one without a size where no memory limit holds it either:
/// files in it count as memory of the container.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let is_limited = match &container.limits.memory {
        Setting::Set(limit) => limit.value > 0,
        Setting::Unset(_) => false,
        Setting::NotObservable(_) => true,
    };
    for mount in &container.mounts {
        if mount.kind != MountKind::Tmpfs {
            continue;
        }
        let site = Site::origin(cx, mount.origin, container.owner);
        let options = mount.options.iter().map(String::as_str);
        let loose: Vec<&str> = options.filter(|own| LOOSE.contains(own)).collect();
        if !loose.is_empty() {
            let fail = Fail::new("default", site).role(&mount.target);
            let fail = fail.arg("target", mount.target.as_str());
            out.fail(fail.arg("options", loose.join(",")));
        }
        let is_sized = mount.options.iter().any(|option| {
            let bytes = option.strip_prefix("size=");
            bytes.is_some_and(|bytes| !bytes.trim_start_matches('0').is_empty())
        });
        if !is_sized && !is_limited {
            let place = cx.project.origins.place(mount.origin);
            let site = Site::lacking(place.unwrap_or(container.owner));
            let fail = Fail::new("size", site).role(format!("size {}", mount.target));
            out.fail(fail.arg("target", mount.target.as_str()));
        }
    }
}
