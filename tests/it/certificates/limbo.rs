//! The chains of `x509-limbo` that servers present, as its authors judge them: what the path verdict
//! and the rules at error level refuse together.

use std::collections::BTreeMap;

use hulan::meaning::pki::{Anchors, Verdict, examine, in_text};
use hulan::model::certificate::{Bundle, Form, Source, Use, UseRole};
use hulan::model::{Severity, Span, TextId};
use hulan::rules::{Answers, RULES, Tally};
use rustls_pki_types::CertificateDer;
use serde::Deserialize;

#[derive(Deserialize)]
struct Limbo {
    testcases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    validation_kind: String,
    trusted_certs: Vec<String>,
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: Option<String>,
    expected_result: String,
    expected_peer_name: Option<Name>,
    crls: Vec<String>,
}

#[derive(Deserialize)]
struct Name {
    value: String,
}

/// So many of the bad ones may pass, and so many of the good ones may be refused.
const MOST_ACCEPTED: usize = 8;
const MOST_REFUSED: usize = 3;

#[test]
fn nearly_all_chains_of_limbo_are_judged_as_their_authors_do() {
    let Some(corpus) = std::env::var_os("HULAN_CORPUS") else {
        eprintln!("skipped: HULAN_CORPUS does not say where the corpus is");
        return;
    };
    let path = std::path::Path::new(&corpus).join("corpus/x509-limbo/limbo.json");
    let text = std::fs::read_to_string(&path).expect("the corpus has limbo.json");
    let limbo: Limbo = serde_json::from_str(&text).expect("cases");
    let mut table: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for case in limbo
        .testcases
        .iter()
        .filter(|own| own.validation_kind == "SERVER")
    {
        let reasons = refusals(case);
        let is_good = case.expected_result == "SUCCESS";
        let group = case.id.split("::").next().unwrap_or_default().to_owned();
        let row = table.entry(group).or_default();
        let column = usize::from(!is_good) * 2 + usize::from(!reasons.is_empty());
        row[column] += 1;
        match (is_good, reasons.is_empty()) {
            (true, false) => refused.push(format!("{}: {}", case.id, reasons.join(", "))),
            (false, true) => accepted.push(case.id.clone()),
            _ => {}
        }
    }
    eprintln!("group          good: accepted refused   bad: accepted refused");
    for (group, [good, good_refused, bad_accepted, bad]) in &table {
        eprintln!("{group:<14} {good:>14} {good_refused:>7} {bad_accepted:>15} {bad:>7}");
    }
    eprintln!("bad, accepted ({}): {accepted:#?}", accepted.len());
    eprintln!("good, refused ({}): {refused:#?}", refused.len());
    assert!(accepted.len() <= MOST_ACCEPTED && refused.len() <= MOST_REFUSED);
}

/// Why a chain is refused; nothing where it is good.
fn refusals(case: &Case) -> Vec<String> {
    let bundle_of = |name: &str, blocks: &[String]| -> Bundle {
        let text = blocks.join("\n");
        let found = in_text(name, &text).map(|found| found.bundle);
        found.unwrap_or_else(|| Bundle::new(name, Source::File, Form::Pem))
    };
    let mut blocks = vec![case.peer_certificate.clone()];
    blocks.extend(case.untrusted_intermediates.iter().cloned());
    let mut chain = bundle_of("server.crt", &blocks);
    if chain.certificates.len() < blocks.len() {
        return vec!["unreadable".to_owned()];
    }
    chain.crls = bundle_of("list.crl", &case.crls).crls;
    chain.uses.push(Use {
        place: Span::start_of(TextId::default()),
        who: "the client".to_owned(),
        role: UseRole::Server,
        names: case
            .expected_peer_name
            .iter()
            .map(|own| own.value.clone())
            .collect(),
        key: None,
        staples: None,
    });
    let roots = bundle_of("roots.crt", &case.trusted_certs);
    // The group `webpki` is about public CAs, whose roots these are then.
    let is_public = case.id.starts_with("webpki::");
    let ders = roots
        .certificates
        .iter()
        .map(|own| CertificateDer::from(&*own.der));
    let ders: Vec<CertificateDer<'_>> = ders.filter(|_| is_public).collect();
    let public = ders
        .iter()
        .filter_map(|own| webpki::anchor_from_trusted_cert(own).ok());
    let anchors = Anchors {
        given: roots.certificates.clone(),
        are_said: true,
        public: public.map(|own| own.to_owned()).collect(),
    };
    let time = case
        .validation_time
        .as_deref()
        .unwrap_or("2026-11-23T00:00:00Z");
    let now: jiff::Timestamp = time.parse().expect("a time");
    let now = now.as_second();
    let mut reasons = Vec::new();
    let bundles = [chain];
    for own in examine(&bundles, &anchors, now) {
        if let Some(path) = &own.path
            && let Verdict::Refused(refusal) = &path.verdict
        {
            reasons.push(format!("{refusal:?}"));
        }
    }
    let rules = RULES.iter().filter(|rule| rule.family() == "CRT");
    let mut answers = Answers {
        occurrences: Vec::new(),
        tallies: rules.map(|rule| (*rule, Tally::default())).collect(),
    };
    answers.about_certificates(&bundles, &anchors, now);
    let errors = answers.occurrences.iter();
    // That one is over soon makes none of them bad.
    let errors = errors.filter(|one| one.severity >= Severity::High && one.rule.id != "CRT102");
    reasons.extend(errors.map(|one| format!("{} {}", one.rule.id, one.message.key)));
    reasons
}
