//! A key whose private half lies in a public repository.

use crate::meaning::pki::{Examined, known_key};
use crate::rules::certificates::keys;
use crate::rules::{Fail, Out};

/// Fails at keys that are on the list of published ones.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    for held in keys(own) {
        if let Some(place) = known_key(held.key) {
            let fail = Fail::new("default", held.site)
                .role(held.name)
                .arg("name", held.name)
                .arg("place", place);
            out.fail(fail);
        }
    }
}
