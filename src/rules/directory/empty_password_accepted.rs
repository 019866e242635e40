//! A bind with an empty password.

use crate::model::{Directory, Severity};
use crate::rules::directories::{is_known, site};
use crate::rules::{Context, Fail, Out};

/// Fails where logins with one are let through, and where the account that searches has one.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    let role = directory.name.as_str();
    if let Some(allowed) = directory.empty_password.as_ref().filter(|on| on.value) {
        out.fail(Fail::new("default", site(allowed)).role(role));
    }
    let (Some(account), Some(password)) = (&directory.bind_dn, &directory.bind_credentials) else {
        return;
    };
    if password.value.is_empty() && is_known(password) {
        let fail = Fail::new("bind", site(account)).role(format!("{role}/bind"));
        out.fail(fail.at_most(Severity::Medium));
    }
}
