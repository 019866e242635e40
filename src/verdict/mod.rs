//! From occurrences to findings, and to an exit status. Suppressions, waivers and the baseline
//! will act on occurrences, before they are grouped.

mod acceptance;
mod fingerprint;
mod gate;
mod group;
mod profile;
mod supersede;
mod undeclared;

pub use acceptance::{Acceptance, accept};
pub use gate::{Gate, Outcome, Status};
pub use group::{Finding, Placed, Related};
pub use profile::{PROFILES, Profile};
pub use undeclared::Undeclared;

use crate::model::{Severity, Texts};
use crate::rules::Occurrence;

/// What is to be said of a deployment, worst first. `severities` are the user's own, by the ids of
/// rules; what comes from a template stays worth knowing and no more.
pub fn judge(
    mut occurrences: Vec<Occurrence>,
    severities: &[(&'static str, Severity)],
    texts: &Texts,
) -> Vec<Finding> {
    for occurrence in &mut occurrences {
        let own = severities.iter().find(|(id, _)| *id == occurrence.rule.id);
        if let Some((_, severity)) = own
            && !occurrence.from_template
        {
            occurrence.severity = *severity;
            occurrence.because = None;
        }
    }
    let occurrences = supersede::supersede(occurrences);
    let placed = fingerprint::place(occurrences, texts);
    group::group(placed, texts)
}
