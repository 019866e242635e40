//! The effective value is one that a vendor published.

use crate::meaning::{Form, Secret};
use crate::model::Confidence;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where everybody can look the secret up.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(published) = cx.published(secret) else {
        return;
    };
    let key = match (&secret.form, published.confidence) {
        (Form::Url { .. }, _) => "url",
        (_, Confidence::High) => "default",
        _ => "elsewhere",
    };
    let fail = Fail::new(key, Site::secret(cx, secret))
        .role(&*secret.name)
        .kin(secret.value.expose())
        .exposed(cx.exposure_of_check(secret))
        .confidence(published.confidence)
        .arg("variable", &*secret.name)
        .arg("product", published.entry.product.as_ref());
    out.fail(fail);
}
