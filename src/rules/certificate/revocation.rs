//! Lists of revoked certificates that are over, and answers that a server owes and does not give.

use crate::meaning::pki::{Examined, Refusal, Verdict};
use crate::model::Severity;
use crate::rules::certificates::{at, called, day, site};
use crate::rules::{Fail, Out};

/// Fails at lists that are over, and at a certificate that demands stapling unless its server is known
/// to do so.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    for list in &own.bundle.crls {
        if let Some(until) = list.next_update
            && until < own.now
        {
            let fail = Fail::new("default", at(own, list.place))
                .role(list.issuer.text.as_str())
                .arg("issuer", list.issuer.text.as_str())
                .arg("day", day(until));
            out.fail(fail.at_most(Severity::Medium));
        }
        if list.is_odd {
            let fail = Fail::new("odd", at(own, list.place))
                .role("odd")
                .arg("issuer", list.issuer.text.as_str());
            out.fail(fail);
        }
    }
    let revoked = Verdict::Refused(Refusal::Revoked);
    if let (Some(path), Some(leaf)) = (&own.path, own.leaf())
        && path.verdict == revoked
    {
        let fail = Fail::new("revoked", site(own, leaf)).arg("name", called(leaf));
        out.fail(fail.role("revoked"));
    }
    let Some(leaf) = own.leaf().filter(|leaf| leaf.must_staple) else {
        return;
    };
    let uses = own.bundle.uses.iter();
    let staples: Vec<bool> = uses.filter_map(|one| one.staples).collect();
    if staples.is_empty() || staples.contains(&false) {
        let most = if staples.is_empty() {
            Severity::Low
        } else {
            Severity::Medium
        };
        let fail = Fail::new("staple", site(own, leaf)).arg("name", called(leaf));
        out.fail(fail.at_most(most));
    }
}
