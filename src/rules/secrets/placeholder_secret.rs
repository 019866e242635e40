//! A value that asks to be replaced, and works as a password all the same.

use crate::meaning::Secret;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the deployment itself accepts the placeholder.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    if !cx.accepts_placeholder(secret) {
        return;
    }
    let origins = &cx.project.origins;
    let cause = origins.cause_of(secret.variable.origin, secret.range.clone());
    let fail = Fail::new("default", Site::caused(secret.variable.declared, cause))
        .role(&secret.variable.name)
        .exposed(cx.exposure_of_check(secret))
        .arg("variable", secret.variable.name.as_str());
    out.fail(fail);
}
