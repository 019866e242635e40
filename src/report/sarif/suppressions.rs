//! Why a finding is not to be acted on, in the words of whoever said so.

use super::model::{Suppression, SuppressionKind, SuppressionProperties};
use crate::report::told::{Finding, Occurrence};

/// The reasons, each once; none for a finding that is to be acted on, or that is known or unchanged.
pub(super) fn suppressions(finding: &Finding) -> Vec<Suppression> {
    if finding.is_active() || finding.is_old() {
        return Vec::new();
    }
    let mut all: Vec<Suppression> = Vec::new();
    for occurrence in &finding.occurrences {
        let own = in_source(occurrence).or_else(|| external(occurrence));
        let own = own.into_iter();
        let is_new =
            |one: &Suppression| all.iter().all(|own| own.justification != one.justification);
        let own: Vec<Suppression> = own.filter(is_new).collect();
        all.extend(own);
    }
    all
}

/// By a comment in the file.
fn in_source(occurrence: &Occurrence) -> Option<Suppression> {
    let own = occurrence.suppression.as_ref()?;
    Some(Suppression {
        kind: SuppressionKind::InSource,
        status: "accepted",
        justification: own.reason.to_string(),
        properties: own.until.as_ref().map(|day| SuppressionProperties {
            until: day.to_string(),
            owner: None,
        }),
    })
}

/// By a waiver, or by the configuration.
fn external(occurrence: &Occurrence) -> Option<Suppression> {
    let reason = occurrence.accepted.as_ref()?;
    Some(Suppression {
        kind: SuppressionKind::External,
        status: "accepted",
        justification: reason.to_string(),
        properties: occurrence
            .waiver
            .as_ref()
            .map(|waiver| SuppressionProperties {
                until: waiver.until.to_string(),
                owner: Some(waiver.owner.to_string()),
            }),
    })
}
