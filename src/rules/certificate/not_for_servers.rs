//! A server's certificate that is made for something else.

use crate::meaning::pki::{ANY_PURPOSE, Examined, SERVER_AUTH};
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails where purposes are named and none of them is a server.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(leaf) = own.leaf() else {
        return out.not_applicable();
    };
    if let Some(purposes) = &leaf.purposes
        && !purposes
            .iter()
            .any(|own| own == SERVER_AUTH || own == ANY_PURPOSE)
    {
        out.fail(Fail::new("default", site(own, leaf)).arg("name", called(leaf)));
    }
}
