//! A serial number that can be guessed, or that stands on two certificates.

use crate::meaning::pki::Examined;
use crate::model::Severity;
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// So many bytes make a number that nobody guesses; more than so many no one may use.
const FEWEST: usize = 8;
const MOST: usize = 20;

/// Fails at certificates of the chain. What a root says of itself need not be hard to guess.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    for (number, certificate) in own.chain() {
        let serial = certificate.serial.as_slice();
        let zeros = serial.iter().take_while(|byte| **byte == 0).count();
        let is_negative = serial.first().is_some_and(|byte| byte & 0x80 != 0);
        let is_root = certificate.is_self_issued() && own.leaf != Some(number);
        let (key, most) = if is_negative || zeros == serial.len() {
            ("invalid", Severity::High)
        } else if serial.len() > MOST {
            ("long", Severity::High)
        } else if serial.len() - zeros < FEWEST && !is_root && !certificate.is_ca() {
            ("default", Severity::Medium)
        } else {
            continue;
        };
        let fail = Fail::new(key, site(own, certificate))
            .role(called(certificate))
            .arg("name", called(certificate))
            .at_most(most);
        out.fail(fail);
    }
    for (number, other) in &own.doubles {
        if let Some(certificate) = own.bundle.certificates.get(*number) {
            let fail = Fail::new("double", site(own, certificate))
                .role(called(certificate))
                .arg("name", called(certificate))
                .arg("other", other.name.as_str())
                .at_most(Severity::Medium);
            out.fail(fail);
        }
    }
}
