//! A certificate that is over, or has not begun.

use crate::meaning::pki::{Examined, Role, Verdict};
use crate::model::Severity;
use crate::rules::certificates::{called, day, site};
use crate::rules::{Fail, Out};

/// Fails at each certificate of the chain that is not valid at the moment of the scan; of a list of
/// CAs one that is over is worth a word only.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    for (number, certificate) in own.chain() {
        let (key, when) = if own.now > certificate.not_after {
            ("expired", certificate.not_after)
        } else if own.now < certificate.not_before {
            ("future", certificate.not_before)
        } else {
            continue;
        };
        let is_leaf = own.leaf.is_none_or(|leaf| leaf == number);
        // Another way up is good.
        let path = own.path.as_ref();
        if !is_leaf && path.is_some_and(|path| path.verdict == Verdict::Trusted) {
            continue;
        }
        let key = match (key, own.leaf) {
            ("expired", Some(leaf)) if leaf != number => "issuer",
            ("expired", _) => "default",
            (key, _) => key,
        };
        let most = match own.role {
            Role::Authorities => Severity::Low,
            Role::Server | Role::None => Severity::Critical,
        };
        let fail = Fail::new(key, site(own, certificate))
            .role(called(certificate))
            .arg("name", called(certificate))
            .arg("day", day(when))
            .at_most(most);
        out.fail(fail);
    }
    let anchor = own.path.as_ref().and_then(|path| path.anchor.as_ref());
    if let (Some(anchor), Some(leaf)) = (anchor, own.leaf())
        && own.now > anchor.not_after
    {
        let fail = Fail::new("issuer", site(own, leaf))
            .role(called(anchor))
            .arg("name", called(anchor))
            .arg("day", day(anchor.not_after));
        out.fail(fail);
    }
}
