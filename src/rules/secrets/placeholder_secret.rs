//! A value that asks to be replaced, and works as a password all the same.

use crate::meaning::Secret;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the deployment itself accepts the placeholder.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    if secret.is_idle() || secret.is_in_program() || cx.is_far(secret) {
        return out.not_applicable();
    }
    if !cx.accepts_placeholder(secret) {
        return;
    }
    let fail = Fail::new("default", Site::secret(cx, secret))
        .role(&*secret.name)
        .exposed(cx.exposure_of_check(secret))
        .arg("variable", &*secret.name);
    out.fail(fail);
}
