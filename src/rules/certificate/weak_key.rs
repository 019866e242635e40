//! A key that is too short, or of a kind that clients do not take.

use crate::meaning::pki::{Examined, KeyWeakness, weaknesses};
use crate::model::certificate::KeyKind;
use crate::model::{Arg, Severity};
use crate::rules::certificates::keys;
use crate::rules::{Fail, Out};

/// From here on, in seconds since 1970, 2048 bits are not taken for enough: the end of 2030.
const TWENTY_THIRTY: i64 = 1_924_991_999;

/// Fails at public keys of certificates and at private keys whose certificate is not there.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    for held in keys(own) {
        let number = |number: usize| Arg::Number(u64::try_from(number).unwrap_or(u64::MAX));
        for weakness in weaknesses(held.key) {
            let fail = match weakness {
                KeyWeakness::Small(bits) => {
                    Fail::new("default", held.site).arg("bits", number(bits))
                }
                KeyWeakness::SmallExponent(exponent) => Fail::new("exponent", held.site)
                    .arg("exponent", Arg::Number(exponent))
                    .at_most(Severity::Medium),
                KeyWeakness::OddSize(bits) => Fail::new("odd", held.site)
                    .arg("bits", number(bits))
                    .at_most(Severity::Low),
                KeyWeakness::Curve => Fail::new("curve", held.site),
                KeyWeakness::Algorithm => Fail::new("algorithm", held.site),
                _ => continue,
            };
            out.fail(fail.role(held.name).arg("name", held.name));
        }
        let bits = held.key.kind.rsa_bits().unwrap_or(0);
        let is_rsa = matches!(held.key.kind, KeyKind::Rsa { .. });
        let lasts = held.not_after.is_some_and(|until| until > TWENTY_THIRTY);
        if is_rsa && (2048..3072).contains(&bits) && lasts {
            let fail = Fail::new("later", held.site)
                .role(held.name)
                .arg("name", held.name)
                .arg("bits", number(bits))
                .at_most(Severity::Info);
            out.fail(fail);
        }
    }
}
