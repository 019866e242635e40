//! The address of a webhook in the compose file: whoever reads it can post.

use crate::meaning::{Form, Secret};
use crate::model::How;
use crate::rules::{Context, Fail, Out, Placeholder, Site};

/// Fails where the compose file itself supplies the address, whatever the variable is called.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    let Form::Webhook { provider } = secret.form else {
        return out.not_applicable();
    };
    if cx.placeholder(secret) == Some(Placeholder::Unset) {
        return out.not_applicable();
    }
    let Ok(cause) = cx.written(secret) else {
        return out.unknown();
    };
    let Some(cause) = cause else {
        return;
    };
    let key = match cause.how {
        How::Default { .. } | How::Replacement { .. } => "fallback",
        _ => "default",
    };
    let fail = Fail::new(key, Site::secret(cx, secret))
        .role(&*secret.name)
        .arg("variable", &*secret.name)
        .arg("provider", provider);
    out.fail(fail);
}
