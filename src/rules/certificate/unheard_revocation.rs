//! A certificate of which no container hears that it was revoked.

use crate::meaning::pki::Examined;
use crate::model::Severity;
use crate::rules::certificates::{DAY, called, site};
use crate::rules::{Fail, Out};

/// Whoever renews within so many days revokes by waiting.
const SHORT: i64 = 100;

/// Fails where a client has nowhere to ask, or nowhere that it can reach.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(leaf) = own.leaf().filter(|leaf| !leaf.is_self_issued()) else {
        return out.not_applicable();
    };
    let life = leaf.not_after.saturating_sub(leaf.not_before);
    if life < SHORT * DAY {
        return out.not_applicable();
    }
    let is_ldap = |address: &String| address.to_ascii_lowercase().starts_with("ldap");
    let (key, most) = if leaf.crls.is_empty() && leaf.ocsp.is_empty() {
        ("nowhere", Severity::Info)
    } else if leaf.ocsp.is_empty() && leaf.crls.iter().all(is_ldap) {
        ("default", Severity::Low)
    } else {
        return;
    };
    let fail = Fail::new(key, site(own, leaf)).arg("name", called(leaf));
    out.fail(fail.at_most(most));
}
