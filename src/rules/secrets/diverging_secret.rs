//! Two services that must share a secret have different ones.

use crate::model::Container;
use crate::rules::credentials::{Shown, supplier};
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each credential that the service which checks it does not accept.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let shown = cx.credentials().shown(container);
    if shown.is_empty() {
        return out.not_applicable();
    }
    for own in shown {
        diverging(own, container, cx, out);
    }
}

fn diverging(own: &Shown<'_>, container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(server) = own.server.filter(|server| server.starts) else {
        return;
    };
    let Some(accepts) = cx.credentials().accepted(server) else {
        return;
    };
    let user = own.user.as_ref().map(|user| user.name.as_str());
    let mut expected = accepts.of(user).peekable();
    let Some(first) = expected.peek().copied() else {
        return;
    };
    let origins = &cx.project.origins;
    let supplied = own.cause.as_ref().and_then(supplier);
    let is_same = expected.any(|accepted| {
        let cause = origins.cause(accepted.origin);
        let other = cause.as_ref().and_then(supplier);
        accepted.takes(own.value.expose()) || (supplied.is_some() && supplied == other)
    });
    if is_same || !container.starts {
        return;
    }
    let key = if own.scheme.is_empty() {
        "default"
    } else {
        "url"
    };
    let site = Site::caused(own.variable.declared, own.cause.clone());
    let mut fail = Fail::new(key, site)
        .role(&own.variable.name)
        .arg("variable", own.variable.name.as_str())
        .arg("expected", first.name)
        .arg("server", server.name.as_str());
    if let Some(cause) = origins.cause(first.origin) {
        fail = fail.related(cause.place);
    }
    out.fail(fail);
}
