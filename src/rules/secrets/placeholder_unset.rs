//! A placeholder where somebody else checks the secret: it says that none is set.

use crate::meaning::Secret;
use crate::rules::{Context, Fail, Out, Placeholder, Site};

/// Fails where the placeholder opens nothing. All of a file are one finding.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    if secret.is_idle() || !secret.keeps_secrets() {
        return out.not_applicable();
    }
    if cx.placeholder(secret) != Some(Placeholder::Unset) {
        return;
    }
    let fail = Fail::new("default", Site::secret(cx, secret))
        .role(&*secret.name)
        .kin("unset")
        .arg("variable", &*secret.name);
    out.fail(fail);
}
