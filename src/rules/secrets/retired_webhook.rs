//! The address of a webhook that its vendor has switched off.

use crate::meaning::Secret;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where nothing that is sent arrives any more.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(token) = secret.token.filter(|token| token.format.is_retired) else {
        return out.not_applicable();
    };
    let key = if secret.name.is_empty() {
        "bare"
    } else {
        "default"
    };
    let fail = Fail::new(key, Site::secret(cx, secret))
        .role(&*secret.name)
        .kin(token.format.id)
        .arg("variable", &*secret.name)
        .arg("provider", token.format.provider);
    out.fail(fail);
}
