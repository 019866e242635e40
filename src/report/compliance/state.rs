//! What becomes of a clause. There is no state that says a clause is met: what was not in scope
//! nobody knows.

use super::evidence::Evidence;
use super::frameworks::Coverage;

/// What becomes of a clause, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Failed,
    WaiverExpired,
    Waived,
    Partial,
    PassedInScope,
    NotObservable,
    NotChecked,
}

impl State {
    pub(super) const ALL: [Self; 7] = [
        Self::Failed,
        Self::WaiverExpired,
        Self::Waived,
        Self::Partial,
        Self::PassedInScope,
        Self::NotObservable,
        Self::NotChecked,
    ];

    /// Its name for programs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::WaiverExpired => "waiver-expired",
            Self::Waived => "waived",
            Self::Partial => "partial",
            Self::PassedInScope => "passed-in-scope",
            Self::NotObservable => "not-observable-here",
            Self::NotChecked => "not-checked",
        }
    }

    /// The key of its name for people.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Failed => "compliance.failed",
            Self::WaiverExpired => "compliance.waiver-expired",
            Self::Waived => "compliance.waived",
            Self::Partial => "compliance.partial",
            Self::PassedInScope => "compliance.passed-in-scope",
            Self::NotObservable => "compliance.not-observable-here",
            Self::NotChecked => "compliance.not-checked",
        }
    }
}

/// Why a clause is no more than it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Something was not read or not followed.
    Gap,
    /// A rule could not tell.
    Undecided,
    /// Rules of the clause were not asked.
    LeftOut,
    /// Rules see a part of what the clause asks for.
    SeesPart,
    /// A person has to judge.
    Evidence,
    /// What was found may be about another clause, or comes from a template.
    Hint,
    /// Nothing of what runs was there to see.
    NeedsEngine,
    /// Nothing that the rules look at was in scope.
    NothingInScope,
    /// No rule speaks about it.
    NoRule,
}

impl Reason {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Undecided => "undecided",
            Self::LeftOut => "left-out",
            Self::SeesPart => "sees-part",
            Self::Evidence => "evidence",
            Self::Hint => "hint",
            Self::NeedsEngine => "needs-engine",
            Self::NothingInScope => "nothing-in-scope",
            Self::NoRule => "no-rule",
        }
    }

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Gap => "compliance.because-gap",
            Self::Undecided => "compliance.because-undecided",
            Self::LeftOut => "compliance.because-left-out",
            Self::SeesPart => "compliance.because-sees-part",
            Self::Evidence => "compliance.because-evidence",
            Self::Hint => "compliance.because-hint",
            Self::NeedsEngine => "compliance.because-needs-engine",
            Self::NothingInScope => "compliance.because-nothing-in-scope",
            Self::NoRule => "compliance.because-no-rule",
        }
    }
}

/// The state of a clause, and why it is no more than that.
pub(super) fn state(
    coverage: Coverage,
    has_rules: bool,
    evidence: &Evidence<'_>,
) -> (State, Vec<Reason>) {
    if !has_rules {
        return (State::NotChecked, vec![Reason::NoRule]);
    }
    let was_found = !evidence.findings.is_empty();
    if evidence.looked.is_empty() && !was_found {
        return unseen(evidence);
    }
    if coverage != Coverage::Evidence {
        if !evidence.failed.is_empty() {
            return (State::Failed, Vec::new());
        }
        if !evidence.expired.is_empty() {
            return (State::WaiverExpired, Vec::new());
        }
        if !evidence.waived.is_empty() {
            return (State::Waived, Vec::new());
        }
    }
    let reasons = [
        (Reason::Evidence, coverage == Coverage::Evidence),
        (Reason::SeesPart, coverage == Coverage::Partial),
        (Reason::Hint, !evidence.hints.is_empty()),
        (Reason::Gap, evidence.gaps > 0),
        (Reason::Undecided, evidence.undecided > 0),
        (Reason::LeftOut, !evidence.left_out.is_empty()),
    ];
    let reasons = reasons.into_iter().filter(|(_, holds)| *holds);
    let reasons: Vec<Reason> = reasons.map(|(reason, _)| reason).collect();
    if reasons.is_empty() {
        (State::PassedInScope, reasons)
    } else {
        (State::Partial, reasons)
    }
}

/// No rule told anything about any subject.
fn unseen(evidence: &Evidence<'_>) -> (State, Vec<Reason>) {
    if evidence.undecided > 0 {
        (State::NotObservable, vec![Reason::Undecided])
    } else if evidence.needs_engine {
        (State::NotObservable, vec![Reason::NeedsEngine])
    } else if !evidence.left_out.is_empty() || evidence.asked.is_empty() {
        (State::NotChecked, vec![Reason::LeftOut])
    } else {
        (State::NotChecked, vec![Reason::NothingInScope])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn looked() -> Evidence<'static> {
        let mut evidence = Evidence::default();
        evidence.asked.insert("CTR101");
        evidence.looked.insert("CTR101");
        evidence.checks = 3;
        evidence
    }

    fn of(coverage: Coverage, evidence: &Evidence<'_>) -> State {
        state(coverage, true, evidence).0
    }

    #[test]
    fn only_a_full_look_without_gaps_passes() {
        assert_eq!(of(Coverage::Full, &looked()), State::PassedInScope);
        assert_eq!(of(Coverage::Partial, &looked()), State::Partial);
        assert_eq!(of(Coverage::Evidence, &looked()), State::Partial);
        let spoiled: [fn(&mut Evidence<'static>); 4] = [
            |own| own.gaps = 1,
            |own| own.undecided = 1,
            |own| own.left_out = BTreeSet::from(["CTR102"]),
            |own| own.hints = BTreeSet::from([(0, None, "container", "web")]),
        ];
        for spoil in spoiled {
            let mut evidence = looked();
            spoil(&mut evidence);
            assert_eq!(of(Coverage::Full, &evidence), State::Partial);
        }
    }

    #[test]
    fn what_nobody_accepts_comes_first() {
        let who = (0, None, "container", "web");
        let mut evidence = looked();
        evidence.findings.insert("v1:a");
        evidence.waived.insert(who);
        assert_eq!(of(Coverage::Full, &evidence), State::Waived);
        evidence.expired.insert(who);
        assert_eq!(of(Coverage::Full, &evidence), State::WaiverExpired);
        evidence.failed.insert(who);
        assert_eq!(of(Coverage::Full, &evidence), State::Failed);
        // A person judges: neither is said.
        assert_eq!(of(Coverage::Evidence, &evidence), State::Partial);
    }

    #[test]
    fn silence_about_nothing_is_no_pass() {
        let mut evidence = Evidence::default();
        assert_eq!(of(Coverage::Full, &evidence), State::NotChecked);
        evidence.asked.insert("CTR101");
        assert_eq!(of(Coverage::Full, &evidence), State::NotChecked);
        evidence.needs_engine = true;
        assert_eq!(of(Coverage::Full, &evidence), State::NotObservable);
        let (state, _) = state(Coverage::Full, false, &looked());
        assert_eq!(state, State::NotChecked);
    }
}
