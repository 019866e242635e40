//! An application that connects to its store as an account which may do everything there.

use crate::meaning::{Power, is_all_powerful};
use crate::model::{Container, Exposure};
use crate::rules::credentials::{Shown, User};
use crate::rules::{Context, Fail, Out};

/// Fails for each such account. Stores, consoles over them, and jobs that others wait for may need
/// one.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let shown = cx.credentials().shown(container);
    if shown.is_empty() || cx.store(container).is_some() || cx.is_awaited(container) {
        return out.not_applicable();
    }
    for own in shown {
        if let Some(user) = &own.user {
            powerful(own, user, cx, out);
        }
    }
}

fn powerful(own: &Shown<'_>, user: &User, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(server) = own.server else {
        // Of a store elsewhere only the URL tells what it is.
        if is_all_powerful(&own.scheme, &user.name) {
            let fail = Fail::new("elsewhere", user.site)
                .role(&own.variable.name)
                .exposed(Exposure::Internal)
                .arg("variable", own.variable.name.as_str())
                .arg("user", user.name.as_str());
            out.fail(fail);
        }
        return;
    };
    let accepts = cx.credentials().accepted(server);
    let accepts = accepts.filter(|_| server.starts);
    let Some((accepts, power)) = accepts.and_then(|own| Some((own, own.power_of(&user.name)?)))
    else {
        return;
    };
    let (key, name, value) = match power {
        Power::ByName => ("default", "user", user.name.as_str()),
        // What the deployment calls the account is its own affair.
        Power::ByVariable(variable) => ("made", "made", variable),
    };
    let fail = Fail::new(key, user.site)
        .role(&own.variable.name)
        .kin(&server.name)
        .exposed(cx.exposure(server))
        .arg(name, value)
        .arg("product", accepts.product)
        .arg("server", server.name.as_str());
    out.fail(fail);
}
