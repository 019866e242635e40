//! From occurrences to findings, and to an exit status. Suppressions act on occurrences, before
//! they are grouped, and so will waivers and the baseline.

mod acceptance;
mod fingerprint;
mod gate;
mod group;
mod overview;
mod profile;
mod supersede;
mod suppress;
mod undeclared;

pub use acceptance::{Acceptance, accept};
pub use gate::{Gate, Outcome, Status};
pub use group::{Finding, Placed, Related};
pub use overview::{InactiveProfile, Overview, ProjectOverview};
pub use profile::{PROFILES, Profile, Written};
pub use suppress::{Silence, Suppressed, Suppression};
pub use undeclared::Undeclared;

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::model::{Deployment, Severity, Texts};
use crate::rules::{Answers, Rule};
use suppress::Suppressions;

/// What is to be said of a deployment: what is reported, worst first, and then what is not.
/// `severities` are the user's own, by the ids of rules; what comes from a template stays worth
/// knowing and no more. The occurrences move out of `answers`; the tallies get what was asked about
/// suppressions. `now` says which suppressions hold, by the day it is in UTC.
pub fn judge(
    answers: &mut Answers,
    deployment: &Deployment,
    severities: &[(&'static str, Severity)],
    texts: &Texts,
    now: Timestamp,
) -> Vec<Finding> {
    let mut occurrences = std::mem::take(&mut answers.occurrences);
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
    let mut placed = fingerprint::place(occurrences, texts);
    let today = Offset::UTC.to_datetime(now).date();
    let mut suppressions = Suppressions::new(&deployment.remarks, today);
    suppressions.apply(&mut placed, texts);
    let tallies = &answers.tallies;
    let asked = |rule: &Rule| tallies.iter().any(|(asked, _)| asked.id == rule.id);
    let problems = suppressions.into_problems(asked, texts);
    answers.about_suppressions(&problems, texts);
    let about_suppressions = std::mem::take(&mut answers.occurrences);
    placed.extend(fingerprint::place(about_suppressions, texts));
    placed.sort_by(|a, b| a.order().cmp(&b.order()));
    group::group(placed, texts)
}
