//! Why a finding is not to be acted on, in the words of whoever said so.

use super::model::{Suppression, SuppressionKind, SuppressionProperties};
use crate::report::Report;
use crate::report::words::{name, quoted};
use crate::verdict::{Finding, Placed};

/// The reasons, each once; none for a finding that is to be acted on, or that is known or unchanged.
pub(super) fn suppressions(report: &Report<'_>, finding: &Finding) -> Vec<Suppression> {
    if finding.is_active() || finding.is_known() || finding.is_left_out() {
        return Vec::new();
    }
    let mut all: Vec<Suppression> = Vec::new();
    for placed in &finding.occurrences {
        let own = in_source(report, placed).or_else(|| external(report, placed));
        let own = own.into_iter();
        let is_new =
            |one: &Suppression| all.iter().all(|own| own.justification != one.justification);
        let own: Vec<Suppression> = own.filter(is_new).collect();
        all.extend(own);
    }
    all
}

/// By a comment in the file.
fn in_source(report: &Report<'_>, placed: &Placed) -> Option<Suppression> {
    let silence = placed.silence?;
    Some(Suppression {
        kind: SuppressionKind::InSource,
        status: "accepted",
        justification: quoted(report, silence.reason),
        properties: silence.until.map(|day| SuppressionProperties {
            until: day.to_string(),
            owner: None,
        }),
    })
}

/// By a waiver, or by the configuration.
fn external(report: &Report<'_>, placed: &Placed) -> Option<Suppression> {
    let reason = placed.occurrence.accepted.as_deref()?;
    Some(Suppression {
        kind: SuppressionKind::External,
        status: "accepted",
        justification: name(report, reason),
        properties: placed.waived.as_ref().map(|waived| SuppressionProperties {
            until: waived.expires.to_string(),
            owner: Some(name(report, &waived.owner)),
        }),
    })
}
