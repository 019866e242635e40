//! A certificate that nobody who is trusted has issued.

use crate::meaning::pki::{End, Examined};
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails at a leaf that signed itself, and where the user said whom to trust, at another root.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let (Some(path), Some(leaf), Some(top)) = (&own.path, own.leaf(), own.top()) else {
        return out.not_applicable();
    };
    let fail = |key| Fail::new(key, site(own, leaf)).arg("name", called(leaf));
    match path.end {
        End::SelfSigned => out.fail(fail("default")),
        End::OtherRoot if own.are_anchors_said => {
            out.fail(fail("root").arg("root", called(top)));
        }
        End::OtherRoot | End::Missing | End::Trusted => {}
    }
}
