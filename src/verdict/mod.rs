//! From occurrences to findings, and to an exit status. Suppressions, waivers and the baseline
//! will act on occurrences, before they are grouped.

mod fingerprint;
mod gate;
mod group;
mod supersede;

pub use gate::{Gate, Outcome, Status};
pub use group::{Finding, Placed, Related};

use crate::model::Texts;
use crate::rules::Occurrence;

/// What is to be said of a deployment, worst first.
pub fn judge(occurrences: Vec<Occurrence>, texts: &Texts) -> Vec<Finding> {
    let occurrences = supersede::supersede(occurrences);
    let placed = fingerprint::place(occurrences, texts);
    group::group(placed, texts)
}
