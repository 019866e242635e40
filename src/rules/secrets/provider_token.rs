//! A token of a provider in a file that is not made to keep secrets.

use crate::meaning::Secret;
use crate::rules::{Context, Fail, Out, Site, confidence_of as confidence};

/// Fails for each token in a file, env files aside. Templates of env files are read by everybody.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(token) = cx.live_token(secret) else {
        return out.not_applicable();
    };
    if secret.keeps_secrets() {
        return out.not_applicable();
    }
    let key = match token.format.id {
        "jwt" => "jwt",
        "pem-private-key" => "private-key",
        "credential-in-a-url" => "url",
        _ if secret.name.is_empty() => "bare",
        _ => "default",
    };
    let fail = Fail::new(key, Site::secret(cx, secret))
        .role(format!("{} {}", token.format.id, secret.name))
        .kin(token.format.id)
        .confidence(confidence(token))
        .arg("variable", &*secret.name)
        .arg("provider", token.format.provider)
        .arg("kind", token.format.name);
    out.fail(fail);
}
