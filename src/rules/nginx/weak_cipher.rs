//! Suites that are broken, and lists that let in more than the guideline.

use crate::meaning::TLS_PROFILE;
use crate::meaning::nginx::{Directive, Nginx};
use crate::model::Severity;
use crate::rules::{Out, web};

/// Words of broken suites.
const BROKEN: [&str; 14] = [
    "NULL",
    "eNULL",
    "aNULL",
    "ADH",
    "AECDH",
    "EXPORT",
    "EXP",
    "RC4",
    "RC2",
    "DES",
    "3DES",
    "MD5",
    "LOW",
    "COMPLEMENTOFALL",
];

/// Fails for each list with a broken suite, and says of the others what they let in besides.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("ssl_ciphers") {
        let Some(value) = one.arg(0).filter(|value| value.is_known) else {
            out.unknown();
            continue;
        };
        if only_newest(one) {
            continue;
        }
        let words = || {
            value
                .text
                .split([':', ',', ' '])
                .filter(|word| !word.is_empty())
        };
        let excluded: Vec<&str> = words().filter_map(|word| word.strip_prefix('!')).collect();
        let taken = words().filter(|word| !word.starts_with(['!', '-', '+', '@']));
        let taken: Vec<&str> = taken.filter(|word| !excluded.contains(word)).collect();
        if taken.iter().any(|word| word.starts_with("PROFILE=")) {
            out.unknown();
            continue;
        }
        let broken = taken.iter().find(|word| is_broken(word, &excluded));
        let other = taken
            .iter()
            .find(|word| !TLS_PROFILE.ciphers.contains(word) && !word.starts_with("TLS_"));
        let (key, word) = match (broken, other) {
            (Some(word), _) => ("default", word),
            (None, Some(word)) => ("wider", word),
            (None, None) => continue,
        };
        let fail = web::value(key, one, value)
            .arg("cipher", *word)
            .arg("guideline", TLS_PROFILE.title());
        let takes_all = ["ALL", "MEDIUM", "DEFAULT"].contains(word);
        out.fail(match key {
            "wider" if takes_all => fail.at_most(Severity::Low),
            "wider" => fail.at_most(Severity::Info),
            _ => fail,
        });
    }
}

fn is_broken(word: &str, excluded: &[&str]) -> bool {
    let parts: Vec<&str> = word.split(['-', '+']).collect();
    let has = |part: &str| parts.iter().any(|own| own.eq_ignore_ascii_case(part));
    // `ALL` alone takes in suites without a certificate.
    let all = word == "ALL" && !excluded.iter().any(|own| *own == "aNULL" || *own == "ADH");
    let cbc3 = parts.iter().any(|own| own.eq_ignore_ascii_case("CBC3"));
    all || cbc3 || BROKEN.iter().any(|own| has(own))
}

/// Whether nothing before TLS 1.3 is spoken, which the list is not about.
fn only_newest(one: Directive<'_>) -> bool {
    let protocols = match one.parent() {
        Some(block) => block.setting("ssl_protocols"),
        None => one.nginx().named("ssl_protocols").next(),
    };
    protocols.is_some_and(|one| one.args().iter().all(|value| value.is("TLSv1.3")))
}
