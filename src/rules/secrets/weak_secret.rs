//! A secret of the deployment's own that can be guessed.

use crate::meaning::strength::{About, Why, weakness};
use crate::meaning::{Form, Secret, is_password_name};
use crate::model::{Arg, Severity};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the value is built as people build such values. What is published or asks to be
/// replaced has rules of its own, and what others check is theirs to judge.
pub(super) fn check(secret: &Secret<'_>, cx: &Context<'_>, out: &mut Out<'_>) {
    let is_far = cx.is_far(secret);
    let is_judged = !secret.is_idle() && !secret.is_in_program() && !is_far;
    if !is_judged || cx.is_checked_here(secret) != Some(true) {
        return out.not_applicable();
    }
    if cx.published(secret).is_some() || cx.placeholder(secret).is_some() {
        return;
    }
    let words = words(secret, cx);
    let about = About {
        name: &secret.name,
        words: &words,
        is_key: is_key(secret),
    };
    let Some(weak) = weakness(secret.value.expose(), &about) else {
        return;
    };
    let key = match weak.why {
        _ if weak.is_encoded => "encoded",
        Why::Common => "default",
        Why::Name => "name",
        Why::Words => "words",
        Why::Pinyin => "pinyin",
        Why::Keyboard => "keyboard",
        Why::Pattern => "pattern",
        Why::Digits => "digits",
        Why::Short => "short",
        Why::Uniform => "uniform",
        Why::ShortKey => "bits",
    };
    let fail = Fail::new(key, Site::secret(cx, secret))
        .role(&*secret.name)
        .kin(secret.value.expose())
        .exposed(cx.exposure_of_check(secret))
        .arg("variable", &*secret.name);
    let bits = Arg::Number(u64::from(weak.bits));
    out.fail(match weak.why {
        // Nobody guesses it from outside.
        Why::ShortKey if weak.bits >= 64 => fail.arg("bits", bits).at_most(Severity::Medium),
        Why::ShortKey => fail.arg("bits", bits),
        _ => fail,
    });
}

/// Whether it is a key or a token, and no password that somebody types: flags of commands take
/// passwords.
fn is_key(secret: &Secret<'_>) -> bool {
    let is_whole = matches!(secret.form, Form::Whole);
    is_whole && !secret.name.starts_with('-') && !is_password_name(&secret.name)
}

/// What stands around a secret: names of the project, the account and the host.
fn words<'s>(secret: &'s Secret<'_>, cx: &'s Context<'_>) -> Vec<&'s str> {
    let own = match &secret.form {
        Form::Url { user, host, .. } => vec![user.as_str(), host.as_str()],
        Form::Whole | Form::Webhook { .. } => Vec::new(),
    };
    own.into_iter().chain(cx.names()).collect()
}
