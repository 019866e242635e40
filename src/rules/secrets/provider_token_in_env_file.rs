//! Tokens of providers where they belong: in an env file.

use crate::meaning::Secret;
use crate::meaning::tokens::Category;
use crate::rules::{Context, Fail, Out, Site, confidence_of as confidence};

/// Fails for each token in an env file; all of a file are one finding.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(token) = cx.live_token(secret) else {
        return out.not_applicable();
    };
    if !secret.keeps_secrets() {
        return out.not_applicable();
    }
    let provider = match token.format.category {
        Category::Generic => token.format.name,
        _ => token.format.provider,
    };
    let fail = Fail::new("default", Site::secret(cx, secret))
        .role(format!("{} {}", token.format.id, secret.name))
        .kin("env file")
        .confidence(confidence(token))
        .arg("variable", &*secret.name)
        .arg("provider", provider);
    out.fail(fail);
}
