//! A certificate that is not made for the name by which it is used.

use crate::meaning::pki::{Examined, covers, is_unmatchable};
use crate::model::certificate::SubjectName;
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails at names of its users that it does not cover, and at names in it that cover nothing.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(leaf) = own.leaf() else {
        return out.not_applicable();
    };
    let names = leaf.names.as_deref().unwrap_or_default();
    for (wanted, who) in own.wanted() {
        if !covers(names, wanted) {
            let fail = Fail::new("default", site(own, leaf))
                .role(wanted)
                .arg("name", called(leaf))
                .arg("host", wanted)
                .arg("user", who);
            out.fail(fail);
        }
    }
    for name in names {
        if let SubjectName::Dns(name) = name
            && is_unmatchable(name)
        {
            let fail = Fail::new("unmatchable", site(own, leaf))
                .role(name.as_str())
                .arg("name", called(leaf))
                .arg("host", name.as_str());
            out.fail(fail);
        }
    }
}
