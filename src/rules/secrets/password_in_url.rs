//! A password in the user info of a URL in the environment, where that does harm.

use crate::meaning::{Form, Secret, Slot};
use crate::rules::{Context, Fail, Out, Placeholder, Site};

/// What ends the user info of a URL, or the host behind it, where it is not percent-encoded.
const RESERVED: [char; 5] = ['@', '/', '?', '#', ' '];

/// Fails where the URL leaves the deployment, or where the password has to be percent-encoded and is
/// not. Inside of a deployment many services take nothing but a URL.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    let (Form::Url { host, .. }, Slot::Environment(_)) = (&secret.form, secret.slot) else {
        return out.not_applicable();
    };
    if cx.placeholder(secret) == Some(Placeholder::Unset) {
        return out.not_applicable();
    }
    let is_inside = cx.has_service(host) || !host.contains(['.', ':']);
    let key = if secret.value.expose().contains(RESERVED) {
        "unescaped"
    } else if is_inside {
        return;
    } else {
        "default"
    };
    let fail = Fail::new(key, Site::holding(cx, secret))
        .role(&*secret.name)
        .kin((key, host))
        .arg("variable", &*secret.name)
        .arg("host", host.as_str());
    out.fail(fail);
}
