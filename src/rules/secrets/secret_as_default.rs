//! A secret as the default of a variable: `${DB_PASSWORD:-…}`.

use crate::meaning::{Form, Secret};
use crate::model::{Arg, How};
use crate::rules::{Context, Fail, Out, Placeholder, Site};

/// Fails where the default of the compose file takes effect. The address of a webhook has its own
/// rule.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    if matches!(secret.form, Form::Webhook { .. }) {
        return out.not_applicable();
    }
    let Ok(cause) = cx.written(secret) else {
        return out.unknown();
    };
    let is_fallback = |how: &How| matches!(how, How::Default { .. } | How::Replacement { .. });
    let Some(cause) = cause.filter(|cause| is_fallback(&cause.how)) else {
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
