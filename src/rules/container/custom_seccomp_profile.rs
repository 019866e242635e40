//! A seccomp profile in place of Docker's own.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for a profile of one's own: what it allows is not judged.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for option in &container.security_opt {
        let Some(("seccomp", profile)) = option.value.trim().split_once(['=', ':']) else {
            continue;
        };
        if !matches!(profile, "unconfined" | "builtin") {
            let site = Site::origin(cx, option.origin, container.owner);
            out.fail(Fail::new("default", site));
        }
    }
}
