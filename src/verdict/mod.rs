//! From occurrences to findings, and to an exit status. Suppressions and waivers act on occurrences,
//! before they are grouped, and so does the baseline.

mod acceptance;
mod baseline;
mod fingerprint;
mod gate;
mod group;
mod known;
mod overview;
mod profile;
mod register;
mod running;
mod supersede;
mod suppress;
mod unchanged;
mod undeclared;
mod waiver;

pub use acceptance::{Acceptance, accept};
pub use baseline::{Difference, Seen};
pub use gate::{Gate, Outcome, Status};
pub use group::{Finding, Placed, Related};
pub use known::{Baseline, BaselineFault, Known, KnownDifference, KnownSubject, Since};
pub use overview::{InactiveProfile, Overview, ProjectOverview};
pub use profile::{PROFILES, Profile, Written};
pub use register::{Entry, Limits, NamedFiles, NamedSubject, Register, Waived};
pub use suppress::{Silence, Suppressed, Suppression};
pub use unchanged::Since as ChangedSince;
pub use undeclared::Undeclared;
pub use waiver::{Waiver, Waivers};

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::model::{Deployment, Problem, Severity, Texts};
use crate::rules::{Answers, Rule};
use suppress::Suppressions;

/// What is to be said of a deployment: what is reported, worst first, and then what is not.
/// `severities` are the user's own, by the ids of rules; what comes from a template stays worth
/// knowing and no more. The occurrences move out of `answers`; the tallies get what was asked about
/// suppressions. `now` says which suppressions and waivers hold, by the day it is
/// in UTC.
pub fn judge(
    answers: &mut Answers,
    deployment: &Deployment,
    severities: &[(&'static str, Severity)],
    waivers: Waivers<'_>,
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
    let occurrences = running::said_once(occurrences, deployment);
    let mut placed = fingerprint::place(occurrences, texts);
    let today = Offset::UTC.to_datetime(now).date();
    let mut suppressions = Suppressions::new(&deployment.remarks, today, waivers.register.limits);
    suppressions.apply(&mut placed, texts);
    let tallies = &answers.tallies;
    let asked = |rule: &Rule| tallies.iter().any(|(asked, _)| asked.id == rule.id);
    let mut problems = waivers.apply(&mut placed, today, asked);
    // What could not be read may hold what an entry is about.
    let mut register = waivers.register;
    register.is_whole &= is_complete(deployment);
    problems.extend(register.apply(&mut placed, texts, today, asked));
    if let Some(baseline) = waivers.baseline {
        baseline.apply(&mut placed);
    }
    if let Some(since) = waivers.since {
        since.apply(&mut placed, &deployment.projects, texts);
    }
    problems.extend(suppressions.into_problems(asked, texts));
    answers.about_suppressions(&problems, texts);
    let about_suppressions = std::mem::take(&mut answers.occurrences);
    placed.extend(fingerprint::place(about_suppressions, texts));
    placed.sort_by(|a, b| a.order().cmp(&b.order()));
    group::group(placed, texts)
}

/// Whether all was read and followed, or somebody accepts what was not.
pub fn is_complete(deployment: &Deployment) -> bool {
    let projects = deployment.projects.iter();
    let problems = projects.flat_map(|project| &project.problems);
    let mut problems = problems.chain(&deployment.problems);
    !problems.any(Problem::is_open_gap)
}
