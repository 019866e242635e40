//! seccomp, `AppArmor`, `SELinux` or the masks over `/proc` and `/sys` switched off.

use crate::meaning::{Confinement, disabled_confinement};
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each entry that switches a protection off.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for option in &container.security_opt {
        let key = match disabled_confinement(&option.value) {
            Some(Confinement::Seccomp) => "default",
            Some(Confinement::AppArmor) => "apparmor",
            Some(Confinement::Label) => "selinux",
            Some(Confinement::SystemPaths) => "paths",
            None => continue,
        };
        let site = Site::origin(cx, option.origin, container.owner);
        out.fail(Fail::new(key, site).role(key));
    }
}
