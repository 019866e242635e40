//! A server's certificate without the list of names that clients read.

use crate::meaning::pki::Examined;
use crate::model::certificate::SubjectName;
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails where no host name and no address stands in the extension, whatever the common name says.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(leaf) = own.leaf() else {
        return out.not_applicable();
    };
    let mut names = leaf.names.iter().flatten();
    if !names.any(|name| matches!(name, SubjectName::Dns(_) | SubjectName::Ip(_))) {
        out.fail(Fail::new("default", site(own, leaf)).arg("name", called(leaf)));
    }
}
