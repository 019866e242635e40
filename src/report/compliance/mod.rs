//! The clauses of frameworks: what was found, what was looked at, and what was not. Not a verdict: a
//! report of files and engines cannot say that an organisation meets a standard.

mod document;
mod evidence;
mod frameworks;
mod page;
mod state;

pub use document::compliance_json;
pub use frameworks::{FRAMEWORKS, Framework};
pub use page::{compliance, compliance_markdown};

use super::told::Told;
use evidence::Evidence;
use frameworks::Clause;
use state::{Reason, State, state};

/// A clause, and what becomes of it.
struct Judged<'t> {
    clause: &'static Clause,
    evidence: Evidence<'t>,
    state: State,
    reasons: Vec<Reason>,
}

fn judged<'t>(told: &'t Told, framework: &'static Framework) -> Vec<Judged<'t>> {
    let clauses = framework.clauses.iter();
    let judge = |clause: &'static Clause| {
        let evidence = Evidence::of(told, clause);
        let has_rules = !clause.speakers.is_empty();
        let (state, reasons) = state(clause.coverage, has_rules, &evidence);
        Judged {
            clause,
            evidence,
            state,
            reasons,
        }
    };
    clauses.map(judge).collect()
}

/// How many clauses are in each state, without the states of none.
fn counts(judged: &[Judged<'_>]) -> Vec<(State, usize)> {
    let count = |state: State| judged.iter().filter(|one| one.state == state).count();
    let counts = State::ALL.map(|state| (state, count(state)));
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}
