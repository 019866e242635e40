//! The effective value is one that a vendor published.

use crate::meaning::{Form, PublishedHow, Secret};
use crate::model::{Confidence, Severity};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where everybody can look the secret up.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    let is_far = cx.is_far(secret);
    if secret.is_idle() {
        return out.not_applicable();
    }
    let Some(published) = cx.published(secret) else {
        return;
    };
    let is_same = published.confidence == Confidence::High;
    // A program has many words; only the very variable says that this one is a secret.
    if (secret.is_in_program() || is_far) && !(is_same && is_told(secret, published.how)) {
        return;
    }
    let until = published.until.filter(|_| is_same);
    let has_ended = until.is_some();
    let key = match (published.how, &secret.form) {
        (PublishedHow::Exact, Form::Url { .. }) if has_ended => "ended-url",
        (PublishedHow::Exact, Form::Url { .. }) => "url",
        (PublishedHow::Exact, _) if has_ended => "ended",
        (PublishedHow::Exact, _) if is_same => "default",
        (PublishedHow::Exact, _) => "elsewhere",
        (PublishedHow::Folded, _) => "folded",
        (PublishedHow::Decoded, _) if has_ended => "ended-decoded",
        (PublishedHow::Decoded, _) => "decoded",
        (PublishedHow::Digest, _) if has_ended => "ended-digest",
        (PublishedHow::Digest, _) => "digest",
        (PublishedHow::Signed, _) => "signed",
    };
    let fail = Fail::new(key, Site::secret(cx, secret))
        .role(&*secret.name)
        .kin(secret.value.expose())
        .exposed(cx.exposure_of_check(secret))
        .confidence(published.confidence)
        .at_most(most(secret))
        .arg("variable", &*secret.name)
        .arg("product", published.entry.product.as_ref());
    out.fail(match until {
        Some(month) => fail.arg("until", month),
        None => fail,
    });
}

/// Whether a value of a program is the published one, and not a word like many: `password` alone
/// says little, and so does `postgres`.
fn is_told(secret: &Secret<'_>, how: PublishedHow) -> bool {
    let is_named = matches!(secret.form, Form::Whole) && secret.name.contains(['_', '.', '-']);
    let is_distinct = is_named || secret.value.length() >= 12;
    how == PublishedHow::Exact && is_distinct && !secret.is_placeholder
}

/// Settings and programs are read by whoever knows; whether this value counts there is not certain.
fn most(secret: &Secret<'_>) -> Severity {
    if secret.keeps_secrets() {
        Severity::Critical
    } else {
        Severity::Medium
    }
}
