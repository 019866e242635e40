//! A certificate that is valid for longer than the one of its issuer.

use crate::meaning::pki::Examined;
use crate::rules::certificates::{called, day, site};
use crate::rules::{Fail, Out};

/// Fails at each pair of the chain where the issuer ends first.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let links = own.links();
    for pair in links.windows(2) {
        let [below, above] = pair else { continue };
        if below.not_after > above.not_after {
            let fail = Fail::new("default", site(own, below))
                .role(called(below))
                .arg("name", called(below))
                .arg("issuer", called(above))
                .arg("day", day(above.not_after));
            out.fail(fail);
        }
    }
}
