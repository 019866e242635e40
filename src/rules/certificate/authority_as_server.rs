//! A server that shows the certificate of a CA.

use crate::meaning::pki::Examined;
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails where the leaf may issue certificates.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    match own.leaf() {
        Some(leaf) if leaf.is_ca() => {
            out.fail(Fail::new("default", site(own, leaf)).arg("name", called(leaf)));
        }
        Some(_) => {}
        None => out.not_applicable(),
    }
}
