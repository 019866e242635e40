//! A server's certificate whose key may do what it must not, or may not do what it must.

use crate::meaning::pki::Examined;
use crate::model::Severity;
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails at the right to sign certificates in a leaf that is no CA, and where a key that has to sign
/// handshakes may not.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let (Some(leaf), Some(usage)) = (own.leaf(), own.leaf().and_then(|leaf| leaf.usage)) else {
        return out.not_applicable();
    };
    if usage.signs_certificates() && !leaf.is_ca() {
        out.fail(Fail::new("default", site(own, leaf)).arg("name", called(leaf)));
    }
    // Since TLS 1.3 every handshake is signed.
    if !usage.signs() && !leaf.is_ca() {
        let fail = Fail::new("unsigned", site(own, leaf)).arg("name", called(leaf));
        out.fail(fail.at_most(Severity::Medium));
    }
}
