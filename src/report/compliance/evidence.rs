//! What reports say about a clause: what was found, by how many rules it was looked for, and what
//! could not be looked at.

use std::collections::BTreeSet;
use std::mem::discriminant;

use super::frameworks::{Clause, Speaker};
use crate::report::told::{Finding, Occurrence, Part, Tally, Told, rule};
use crate::rules::Check;

/// A subject: its machine, its project, its kind and its name.
type Who<'t> = (usize, Option<&'t str>, &'t str, &'t str);

/// What there is to say about a clause.
#[derive(Default)]
pub(super) struct Evidence<'t> {
    /// Subjects with something that nobody accepts.
    pub(super) failed: BTreeSet<Who<'t>>,
    /// Subjects with something that was accepted for a time, which is over.
    pub(super) expired: BTreeSet<Who<'t>>,
    /// Subjects with something that somebody accepts.
    pub(super) waived: BTreeSet<Who<'t>>,
    /// Subjects with something that may be about another clause, or that a template would bring.
    pub(super) hints: BTreeSet<Who<'t>>,
    /// The stable names of the findings that are counted above.
    pub(super) findings: BTreeSet<&'t str>,
    /// So often a rule of the clause was asked about a subject that it concerns.
    pub(super) checks: usize,
    /// So often it could not tell.
    pub(super) undecided: usize,
    /// Rules that were asked.
    pub(super) asked: BTreeSet<&'static str>,
    /// Rules that told something about a subject.
    pub(super) looked: BTreeSet<&'static str>,
    /// Rules that were not asked although what they look at was there.
    pub(super) left_out: BTreeSet<&'static str>,
    /// Whether one that was asked looks at what runs, and nothing of it was there to see.
    pub(super) needs_engine: bool,
    /// So much was not read or not followed.
    pub(super) gaps: usize,
}

impl<'t> Evidence<'t> {
    /// From all reports.
    pub(super) fn of(told: &'t Told, clause: &Clause) -> Self {
        let mut evidence = Self::default();
        for (machine, part) in told.parts.iter().enumerate() {
            for speaker in clause.speakers {
                evidence.take(machine, part, speaker);
            }
            evidence.take_gaps(part);
        }
        // What one machine left out another one may have been asked.
        let looked = &evidence.looked;
        evidence.left_out.retain(|rule| !looked.contains(rule));
        evidence
    }

    fn take(&mut self, machine: usize, part: &'t Part, speaker: &Speaker) {
        let Some(check) = rule(speaker.rule).map(|rule| &rule.check) else {
            return;
        };
        let of_rule = |tally: &&Tally| &*tally.rule == speaker.rule;
        match part.saved.rules.iter().find(of_rule) {
            None if something_for(part, check) => {
                self.left_out.insert(speaker.rule);
            }
            None => {}
            Some(tally) => {
                self.asked.insert(speaker.rule);
                let concerned = tally.subjects.saturating_sub(tally.not_applicable);
                self.checks += concerned;
                self.undecided += tally.unknown;
                if concerned > tally.unknown || searched(part, check) {
                    self.looked.insert(speaker.rule);
                } else if is_about_what_runs(check) {
                    self.needs_engine = true;
                }
            }
        }
        for finding in &part.saved.findings {
            if &*finding.rule == speaker.rule {
                self.take_finding(machine, finding, speaker);
            }
        }
    }

    fn take_finding(&mut self, machine: usize, finding: &'t Finding, speaker: &Speaker) {
        let key = finding.key.as_deref();
        let is_other =
            key.is_some_and(|key| !speaker.keys.is_empty() && !speaker.keys.contains(&key));
        if is_other || !finding.message.contains(speaker.says) {
            return;
        }
        // A report of an older version does not say which sentence it is.
        let is_sure =
            speaker.decides && !finding.from_template && (speaker.keys.is_empty() || key.is_some());
        for occurrence in &finding.occurrences {
            let Occurrence {
                subject, status, ..
            } = occurrence;
            let subjects = match &**status {
                "active" | "baseline" if !is_sure => &mut self.hints,
                "active" | "baseline" if occurrence.expired_waiver.is_some() => &mut self.expired,
                "active" | "baseline" => &mut self.failed,
                "waived" | "suppressed" => &mut self.waived,
                _ => continue,
            };
            subjects.insert((
                machine,
                subject.project.as_deref(),
                &subject.kind,
                &subject.name,
            ));
            self.findings.insert(&finding.fingerprint);
        }
    }

    fn take_gaps(&mut self, part: &Part) {
        let coverage = &part.saved.coverage;
        let unread = coverage.unread.len();
        let is_incomplete = part.saved.outcome.incomplete;
        self.gaps += unread.max(usize::from(is_incomplete));
        // Code that nobody analysed may do what rules about programs look for.
        if self.asked.iter().any(|rule| rule.starts_with("PY")) {
            self.gaps += coverage.not_analysed.len();
        }
    }
}

/// Whether a rule that is only asked about what it would find had anything to look through.
fn searched(part: &Part, check: &Check) -> bool {
    let coverage = &part.saved.coverage;
    match check {
        Check::Call(_) => coverage.found.python + coverage.found.notebooks > 0,
        Check::Token(_) | Check::Switch(_) => coverage.searched.files > 0,
        _ => false,
    }
}

/// Whether there was something that a rule of this kind looks at.
fn something_for(part: &Part, check: &Check) -> bool {
    let others = part.saved.rules.iter();
    searched(part, check)
        || others.filter(|tally| tally.subjects > 0).any(|tally| {
            let other = rule(&tally.rule).map(|rule| &rule.check);
            other.is_some_and(|other| discriminant(other) == discriminant(check))
        })
}

/// Whether it is about what runs, and not about files of a deployment.
fn is_about_what_runs(check: &Check) -> bool {
    matches!(
        check,
        Check::Endpoint(_)
            | Check::Engine(_)
            | Check::Image(_)
            | Check::Daemon(_)
            | Check::Settings(_)
            | Check::Host(_)
            | Check::Drift(_)
    )
}
