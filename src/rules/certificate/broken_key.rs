//! A key whose private half anybody can work out.

use crate::meaning::pki::{Examined, KeyWeakness, weaknesses};
use crate::rules::certificates::keys;
use crate::rules::{Fail, Out};

/// Fails at keys with the marks of broken generators.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    for held in keys(own) {
        for weakness in weaknesses(held.key) {
            let key = match weakness {
                KeyWeakness::Roca => "roca",
                KeyWeakness::ClosePrimes => "close",
                KeyWeakness::SmallFactor(_) => "factor",
                KeyWeakness::BrokenExponent => "default",
                _ => continue,
            };
            let fail = Fail::new(key, held.site)
                .role(held.name)
                .arg("name", held.name);
            out.fail(fail);
        }
    }
}
