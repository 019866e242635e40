//! A password for ever.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{account_of, at};

/// Fails where the directory says so.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    if let Some(account) = account_of(endpoint, out).filter(|account| account.never_expires) {
        let fail = at(endpoint, "default", &["ldap", "account", "never-expires"]);
        out.fail(fail.arg("account", account.name.as_str()));
    }
}
