//! A build whose commands have full access to the host.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for `privileged` and for entitlements that lift the builder's walls.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(build) = &container.build else {
        return out.not_applicable();
    };
    if build.privileged.is(&true) {
        let site = Site::setting(cx, &build.privileged, build.place);
        out.fail(Fail::new("default", site).role("privileged"));
    }
    for right in &build.entitlements {
        if right.value == "security.insecure" || right.value.starts_with("device") {
            let site = Site::origin(cx, right.origin, build.place);
            let fail = Fail::new("entitlement", site).role(&right.value);
            out.fail(fail.arg("entitlement", right.value.as_str()));
        }
    }
}
