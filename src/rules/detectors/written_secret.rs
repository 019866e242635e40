//! A secret that the compose file itself supplies, as `params.supplied` says: as a `literal`, or as
//! the `default` of a variable.

use crate::meaning::{Form, Secret};
use crate::model::{Arg, How};
use crate::rules::{Context, Fail, Out, Params, Placeholder, Site};

/// Fails where the compose file supplies the secret in that way. The address of a webhook has a
/// rule of its own, and a placeholder for the key of somebody else's service is no secret.
pub(in crate::rules) fn check(
    params: Params,
    secret: &Secret<'_>,
    cx: &Context<'_>,
    out: &mut Out<'_>,
) {
    if matches!(secret.form, Form::Webhook { .. }) || secret.container().is_none() {
        return out.not_applicable();
    }
    let Ok(cause) = cx.written(secret) else {
        return out.unknown();
    };
    let wanted = |how: &How| {
        let way = match how {
            How::Default { .. } | How::Replacement { .. } => "default",
            _ => "literal",
        };
        params
            .iter()
            .any(|(name, ways)| *name == "supplied" && ways.contains(&way))
    };
    if !cause.is_some_and(|cause| wanted(&cause.how)) {
        return;
    }
    if cx.placeholder(secret) == Some(Placeholder::Unset) {
        return out.not_applicable();
    }
    let length = u64::try_from(secret.value.length()).unwrap_or(u64::MAX);
    let fail = Fail::new("default", Site::secret(cx, secret))
        .role(&*secret.name)
        .arg("variable", &*secret.name)
        .arg("length", Arg::Number(length));
    out.fail(fail);
}
