//! The Code Quality report of GitLab, which its free edition shows in merge requests as well.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::json::ascii;
use super::told::Told;
use crate::model::Severity;

/// The findings to act on, those about the scan itself among them: the format knows nothing else that
/// says so.
pub fn gitlab_codequality(told: &Told) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let issues = told.active().into_iter().map(|one| {
        let finding = one.finding;
        let place = &finding.location;
        let machine = one.part.machine.as_deref().unwrap_or_default();
        let name = [machine, &*finding.fingerprint].concat();
        // Of two that have one name GitLab would show one.
        let nth = seen.entry(name.clone()).or_insert(0);
        let fingerprint = match *nth {
            0 => name,
            nth => format!("{name}#{nth}"),
        };
        *nth += 1;
        json!({
            "check_name": &*finding.rule,
            "description": one.sentence(told.lang),
            "fingerprint": fingerprint,
            "severity": severity(finding.severity),
            "location": {
                "path": one.path(place),
                "lines": {"begin": place.line, "end": place.end_line},
            },
        })
    });
    ascii(&issues.collect::<Vec<Value>>())
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    }
}
