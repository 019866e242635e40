//! The password of the account that searches a directory.

use crate::meaning::strength::{About, weakness};
use crate::meaning::{is_placeholder, is_reference};
use crate::model::{Arg, Directory, DirectoryKind};
use crate::rules::directories::{is_known, site};
use crate::rules::{Context, Fail, Out};

/// Fails where a file of settings holds it, or where it is easily guessed. That a compose file holds
/// secrets, others say.
pub(super) fn check(directory: &Directory, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(said) = &directory.bind_credentials else {
        return;
    };
    let value = said.value.expose();
    if value.is_empty() || is_reference(value) || !is_known(said) {
        return;
    }
    let is_published = cx.knowledge.is_published_password(value);
    if !is_published && is_placeholder("bindCredentials", value) {
        return;
    }
    let name = directory.name.as_str();
    let fail = |key| Fail::new(key, site(said)).role(name);
    if is_published {
        return out.fail(fail("published"));
    }
    let words: Vec<&str> = directory
        .servers
        .iter()
        .map(|server| server.value.host.as_str())
        .chain(cx.names())
        .collect();
    let about = About {
        name: "bindCredentials",
        words: &words,
        is_key: false,
    };
    if weakness(value, &about).is_some() {
        return out.fail(fail("weak"));
    }
    // A container has its value from somewhere, and so has an env file, which is made to keep it.
    let is_traced = said.cause.is_some();
    let keeps_secrets = directory.kind == DirectoryKind::Environment;
    if is_traced || keeps_secrets {
        return;
    }
    let length = u64::try_from(said.value.length()).unwrap_or(u64::MAX);
    out.fail(fail("default").arg("length", Arg::Number(length)));
}
