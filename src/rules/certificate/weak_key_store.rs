//! A PFX file that protects little.

use crate::meaning::pki::{Examined, is_weak_cipher, is_weak_mac};
use crate::model::certificate::Form;
use crate::model::{Arg, Severity};
use crate::rules::{Fail, Out, Site};

/// Fewer rounds than this let passwords be tried quickly, and more than this are better.
const FEWEST: u64 = 2048;
const BETTER: u64 = 10_000;

/// Fails at old ciphers and hashes, at keys in clear, without a check of integrity, and at few rounds.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Form::Pkcs12(facts) = &own.bundle.form else {
        return out.not_applicable();
    };
    let fail = |key: &'static str| {
        Fail::new(key, Site::at(own.bundle.place))
            .role(key)
            .arg("file", own.bundle.name.as_str())
    };
    if facts.has_open_key {
        out.fail(fail("open"));
    }
    if facts
        .encryption
        .iter()
        .any(|own| is_weak_cipher(&own.cipher))
    {
        out.fail(fail("default"));
    }
    match &facts.mac {
        None => out.fail(fail("unchecked")),
        Some(mac) if is_weak_mac(&mac.algorithm) => out.fail(fail("hash")),
        Some(_) => {}
    }
    let rounds = facts.encryption.iter().filter_map(|own| own.iterations);
    let rounds = rounds
        .chain(facts.mac.as_ref().map(|mac| mac.iterations))
        .min();
    if let Some(rounds) = rounds.filter(|rounds| *rounds < BETTER) {
        let most = if rounds < FEWEST {
            Severity::Medium
        } else {
            Severity::Info
        };
        out.fail(
            fail("rounds")
                .arg("rounds", Arg::Number(rounds))
                .at_most(most),
        );
    }
}
