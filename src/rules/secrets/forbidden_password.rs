//! The effective value is one that the company forbids, by its hash in a file of knowledge.

use crate::meaning::Secret;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the value is forbidden. Without a file of forbidden passwords nothing is asked.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(forbidden) = cx.knowledge.forbidden() else {
        return out.not_applicable();
    };
    let Some(entry) = forbidden.find(secret.value.expose()) else {
        return;
    };
    // One of the two alone is what the password is called.
    let words: Vec<&String> = [&entry.label, &entry.reason]
        .into_iter()
        .flatten()
        .collect();
    let key = match words.as_slice() {
        [] => "unlabelled",
        [_] => "default",
        _ => "explained",
    };
    let fail = Fail::new(key, Site::secret(cx, secret))
        .role(&*secret.name)
        .arg("variable", &*secret.name);
    let named = ["label", "reason"].into_iter().zip(words);
    out.fail(named.fold(fail, |fail, (name, word)| fail.arg(name, word.as_str())));
}
