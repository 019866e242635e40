//! A secret that stands in the compose file, as itself or as a default. A placeholder for the key
//! of somebody else's service is none.

use crate::meaning::{Secret, is_placeholder};
use crate::model::{Arg, How};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the compose file itself supplies the secret.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    if is_placeholder(secret) {
        return out.not_applicable();
    }
    let origins = &cx.project.origins;
    let Some(cause) = origins.cause_of(secret.variable.origin, secret.range.clone()) else {
        return out.unknown();
    };
    let key = match cause.how {
        How::Literal => "default",
        How::Default { .. } | How::Replacement { .. } => "fallback",
        _ => return,
    };
    if cause.place.text != cx.project.file {
        return;
    }
    let length = u64::try_from(secret.value.length()).unwrap_or(u64::MAX);
    let site = Site::caused(secret.variable.declared, Some(cause));
    let fail = Fail::new(key, site)
        .role(&secret.variable.name)
        .arg("variable", secret.variable.name.as_str())
        .arg("length", Arg::Number(length));
    out.fail(fail);
}
