//! A chain that clients refuse for what its certificates say.

use crate::meaning::pki::{Examined, Refusal, Verdict};
use crate::model::certificate::{Certificate, Oddity};
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails where the chain is complete and refused all the same; what other rules say better is left to
/// them.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let (Some(path), Some(leaf)) = (&own.path, own.leaf()) else {
        return out.not_applicable();
    };
    // A certificate in the middle that is no CA: nobody says it as clearly as the walk.
    let refused = match &path.verdict {
        Verdict::Refused(refusal) => Some(refusal),
        Verdict::Trusted | Verdict::Sound => None,
    };
    if let Some(middle) = own.not_a_ca() {
        let fail = Fail::new("no-ca", site(own, middle))
            .arg("name", called(leaf))
            .arg("issuer", called(middle));
        return out.fail(fail);
    }
    // An extension that nobody knows is said of its certificate.
    let is_said = |own: &&Certificate| own.oddities.contains(&Oddity::UnknownCritical);
    let key = match refused {
        Some(Refusal::NameConstraint) => "constraint",
        Some(Refusal::PathLength) => "path",
        Some(Refusal::NoCa) => "no-ca",
        Some(Refusal::BadSignature) => "signature",
        Some(Refusal::UnknownCritical) if !own.links().iter().any(is_said) => "critical",
        Some(Refusal::Malformed) => "malformed",
        Some(Refusal::Other(_)) => "default",
        Some(
            Refusal::UnknownIssuer
            | Refusal::Time
            | Refusal::CaAsServer
            | Refusal::Purpose
            | Refusal::OldAlgorithm
            | Refusal::UnknownCritical
            | Refusal::Revoked,
        )
        | None => return,
    };
    let mut fail = Fail::new(key, site(own, leaf)).arg("name", called(leaf));
    if key == "no-ca" {
        fail = fail.arg("issuer", own.top().map_or("", called));
    }
    out.fail(fail);
}
