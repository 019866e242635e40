//! An administrator as the account of an application.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{account_of, at_item, listed};

/// Fails where the account is in a group of administrators.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    let Some(account) = account_of(endpoint, out) else {
        return;
    };
    let groups: Vec<&str> = account
        .privileged_groups
        .iter()
        .map(String::as_str)
        .collect();
    if let Some(first) = groups.first() {
        let way = ["ldap", "account", "privileged-groups"];
        let fail = at_item(endpoint, "default", &way, first);
        let fail = fail.arg("account", account.name.as_str());
        out.fail(fail.arg("groups", listed(&groups)));
    }
}
