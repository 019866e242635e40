//! A published default that has no effect yet: behind `:-`, or on a line that nothing asks for.

use crate::meaning::Secret;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where a value without effect is one that a vendor published.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    // A template has no effect at all, and is judged as what it is.
    let is_template = secret.file().is_some_and(|file| file.is_template);
    if !secret.is_idle() || is_template || secret.is_in_program() {
        return out.not_applicable();
    }
    let Some(published) = cx.published(secret) else {
        return;
    };
    let fail = Fail::new("default", Site::secret(cx, secret))
        .role(&*secret.name)
        // One finding for all lines of a file: they are put right in one go.
        .kin("idle")
        .confidence(published.confidence)
        .arg("variable", &*secret.name)
        .arg("product", published.entry.product.as_ref());
    out.fail(fail);
}
