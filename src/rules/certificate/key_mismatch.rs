//! A private key that does not belong to the certificate it is used with.

use crate::meaning::pki::Examined;
use crate::rules::certificates::{at, called};
use crate::rules::{Fail, Out, Site};

/// Fails at keys that are named for the certificate, or lie beside it, where no key fits.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(leaf) = own.leaf() else {
        return out.not_applicable();
    };
    // The key that a server is told to use must fit, whatever else lies there.
    let fits = own.keys.iter().any(|key| key.matches);
    let wrong = own.keys.iter().filter(|key| !key.matches);
    for held in wrong.filter(|key| key.is_named || !fits) {
        let family = held.key.family.as_deref().unwrap_or("?");
        let other = leaf.key.kind.family();
        let site = held
            .key
            .place
            .map_or(at(own, Some(held.bundle.place)), Site::at);
        let key = if family == other { "default" } else { "family" };
        let mut fail = Fail::new(key, site)
            .role(held.bundle.name.as_str())
            .arg("name", called(leaf))
            .arg("key", held.bundle.name.as_str());
        if key == "family" {
            fail = fail.arg("own", family).arg("other", other);
        }
        if let Some(place) = leaf.place {
            fail = fail.related(place);
        }
        out.fail(fail);
    }
}
