//! A secret that stands in the compose file as it is. A placeholder for the key of somebody else's
//! service is none.

use crate::meaning::{Form, Secret};
use crate::model::{Arg, How};
use crate::rules::{Context, Fail, Out, Placeholder, Site};

/// Fails where the compose file itself supplies the secret. The address of a webhook has its own
/// rule.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    if matches!(secret.form, Form::Webhook { .. }) {
        return out.not_applicable();
    }
    let Ok(cause) = cx.written(secret) else {
        return out.unknown();
    };
    let Some(cause) = cause.filter(|cause| !is_fallback(&cause.how)) else {
        return;
    };
    if cx.placeholder(secret) == Some(Placeholder::Unset) {
        return out.not_applicable();
    }
    let length = u64::try_from(secret.value.length()).unwrap_or(u64::MAX);
    let site = Site::caused(secret.variable.declared, Some(cause));
    let fail = Fail::new("default", site)
        .role(&secret.variable.name)
        .arg("variable", secret.variable.name.as_str())
        .arg("length", Arg::Number(length));
    out.fail(fail);
}

/// Whether a default supplied the value: that is another rule's.
fn is_fallback(how: &How) -> bool {
    matches!(how, How::Default { .. } | How::Replacement { .. })
}
