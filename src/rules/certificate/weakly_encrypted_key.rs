//! A private key whose encryption does not hold.

use crate::meaning::pki::{Examined, is_weak_cipher};
use crate::model::certificate::Form;
use crate::model::{Arg, Severity};
use crate::rules::certificates::at;
use crate::rules::{Fail, Out};

/// Fewer rounds than this let passwords be tried quickly.
const FEWEST: u64 = 2048;

/// Fails at old ciphers and at few rounds; PFX files are judged as a whole elsewhere.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    if matches!(own.bundle.form, Form::Pkcs12(_)) {
        return out.not_applicable();
    }
    for key in &own.bundle.keys {
        let Some(protection) = &key.protection else {
            continue;
        };
        let site = at(own, key.place);
        let file = own.bundle.name.as_str();
        // The name of a cipher stands in a header, which says that the password is hashed once.
        let is_header = !protection.cipher.contains('.');
        if is_weak_cipher(&protection.cipher) {
            out.fail(Fail::new("default", site).arg("file", file));
        } else if is_header {
            out.fail(
                Fail::new("header", site)
                    .arg("file", file)
                    .at_most(Severity::Low),
            );
        } else if let Some(rounds) = protection.iterations.filter(|own| *own < FEWEST) {
            let fail = Fail::new("rounds", site)
                .arg("file", file)
                .arg("rounds", Arg::Number(rounds));
            out.fail(fail);
        }
    }
}
