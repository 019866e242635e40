//! For programs: `schema/compliance-v1.json`.

use serde_json::{Map, Value, json};

use super::state::State;
use super::{Framework, Judged, Told, judged};
use crate::report::json::ascii;

/// The clauses as JSON in pure ASCII, with a line end.
pub fn compliance_json(told: &Told) -> String {
    let frameworks = told.frameworks.iter();
    let machines = told.parts.iter().map(|part| {
        json!({
            "machine": part.machine.as_deref(),
            "time": part.saved.time.to_string(),
            "root": part.saved.root,
        })
    });
    ascii(&json!({
        "version": 1,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "language": told.lang.name(),
        "reports": machines.collect::<Vec<_>>(),
        "frameworks": frameworks.map(|own| framework(told, own)).collect::<Vec<_>>(),
    }))
}

fn framework(told: &Told, framework: &'static Framework) -> Value {
    let clauses = judged(told, framework);
    let counts: Map<String, Value> = State::ALL
        .map(|state| {
            let own = clauses.iter().filter(|one| one.state == state);
            (state.name().to_owned(), own.count().into())
        })
        .into_iter()
        .collect();
    json!({
        "id": framework.id,
        "title": framework.title.get(told.lang),
        "states": counts,
        "clauses": clauses.iter().map(|one| clause(told, one)).collect::<Vec<_>>(),
    })
}

fn clause(told: &Told, one: &Judged<'_>) -> Value {
    let evidence = &one.evidence;
    let reasons = one.reasons.iter().map(|reason| reason.name());
    let speakers = one.clause.speakers.iter().map(|speaker| speaker.rule);
    json!({
        "id": one.clause.id,
        "title": one.clause.title.get(told.lang),
        "state": one.state.name(),
        "because": reasons.collect::<Vec<_>>(),
        "coverage": one.clause.coverage.name(),
        "basis": one.clause.basis.name(),
        "subjects": {
            "failed": evidence.failed.len(),
            "waiverExpired": evidence.expired.len(),
            "waived": evidence.waived.len(),
            "hints": evidence.hints.len(),
        },
        "checks": {"asked": evidence.checks, "undecided": evidence.undecided},
        "rules": {
            "all": speakers.collect::<Vec<_>>(),
            "asked": evidence.asked,
            "looked": evidence.looked,
            "leftOut": evidence.left_out,
        },
        "gaps": evidence.gaps,
        "findings": evidence.findings,
    })
}
