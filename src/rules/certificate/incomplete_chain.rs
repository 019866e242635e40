//! A chain that lacks the certificate between the server's and the root.

use crate::meaning::pki::{End, Examined, Verdict};
use crate::model::certificate::Source;
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails where the issuer's certificate is in another file of the scan and no root, and where the user
/// said whom to trust and nobody of them issued it. Without either nobody knows whether
/// the issuer is a root.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let (Some(path), Some(top)) = (&own.path, own.top()) else {
        return out.not_applicable();
    };
    let fail = |key, issuer: &str| {
        Fail::new(key, site(own, top))
            .arg("name", called(top))
            .arg("issuer", issuer)
    };
    if path.end != End::Missing || path.verdict == Verdict::Trusted {
        return;
    }
    if let Some(elsewhere) = own.issuer_elsewhere {
        let mut fail = fail("default", &top.issuer.text);
        if elsewhere.source == Source::File {
            fail = fail.related(elsewhere.place);
        }
        out.fail(fail);
    } else if own.are_anchors_said {
        out.fail(fail("unknown", &top.issuer.text));
    }
}
