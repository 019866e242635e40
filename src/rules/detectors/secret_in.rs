//! A secret where more people see it than the service needs, as `params.slots` says: in a `command`,
//! a `health-check`, a `label` or a `build-arg`.

use crate::meaning::{Form, Secret, Slot};
use crate::rules::{Context, Fail, Out, Params, Placeholder, Site};

/// Fails where the secret stands in one of these. A placeholder for the key of somebody else's
/// service is no secret.
pub(in crate::rules) fn check(
    params: Params,
    secret: &Secret<'_>,
    cx: &Context<'_>,
    out: &mut Out<'_>,
) {
    let slot = match secret.slot {
        Slot::Command => "command",
        Slot::HealthCheck => "health-check",
        Slot::Label => "label",
        Slot::BuildArg => "build-arg",
        Slot::Environment(_) | Slot::Content | Slot::Line { .. } => "",
    };
    let is_meant = params
        .iter()
        .any(|(name, slots)| *name == "slots" && slots.contains(&slot));
    if !is_meant || cx.placeholder(secret) == Some(Placeholder::Unset) {
        return out.not_applicable();
    }
    let key = match secret.form {
        Form::Url { .. } => "url",
        _ => "default",
    };
    let fail = Fail::new(key, Site::holding(cx, secret))
        .covering(Site::secret(cx, secret))
        .role(&*secret.name)
        // All lines of a file: they are changed in one go.
        .kin(slot == "label")
        .arg("variable", &*secret.name);
    out.fail(fail);
}
