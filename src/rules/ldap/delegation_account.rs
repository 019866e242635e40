//! An account that may act as anybody.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{account_of, at};

/// Fails where the directory says so.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    if let Some(account) =
        account_of(endpoint, out).filter(|account| account.is_trusted_for_delegation)
    {
        let fail = at(
            endpoint,
            "default",
            &["ldap", "account", "is-trusted-for-delegation"],
        );
        out.fail(fail.arg("account", account.name.as_str()));
    }
}
