//! The register of waivers: what somebody accepts, by rule and subject or path, with a reason, an owner
//! and a last day. It acts on occurrences: another subject that joins a finding is new.

mod file;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::group::Placed;
use super::suppress::names;
use crate::input::{PathSet, tidy};
use crate::model::{Arg, Problem, ProblemKind, Span, TextId, Texts};
use crate::rules::{CauseKey, Rule, Subject};

/// An entry of the register.
#[derive(Clone)]
pub struct Entry {
    /// The rule.
    pub rule: &'static Rule,
    /// The subject, if it is about one.
    pub subject: Option<NamedSubject>,
    /// The files, if it is about what is found in them. With a subject both must fit.
    pub files: Option<NamedFiles>,
    /// Why.
    pub reason: Arc<str>,
    /// Who answers for it.
    pub owner: Arc<str>,
    /// The day on which it was written.
    pub created: Date,
    /// The last day on which it counts.
    pub expires: Date,
    /// Where it stands in its file.
    pub place: Range<usize>,
}

/// A subject by its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedSubject {
    /// `container`, `file`…
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The name that its project gives itself, if it gives itself one.
    pub project: Option<String>,
}

/// Files by a pattern.
#[derive(Clone, Debug)]
pub struct NamedFiles {
    /// The pattern as it is written.
    pub pattern: String,
    /// The files.
    pub files: PathSet,
}

/// What a policy asks of waivers and suppressions.
#[derive(Clone, Debug)]
pub struct Limits {
    /// So many days they may last.
    pub longest_days: i32,
    /// Who may own a waiver; everybody where it does not say.
    pub owners: Option<Vec<String>>,
}

impl Limits {
    /// What both allow.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let owners = match (self.owners, other.owners) {
            (Some(own), Some(others)) => {
                Some(own.into_iter().filter(|one| others.contains(one)).collect())
            }
            (own, others) => own.or(others),
        };
        Self {
            longest_days: self.longest_days.min(other.longest_days),
            owners,
        }
    }

    /// Whether somebody may own a waiver.
    fn may_own(&self, owner: &str) -> bool {
        let owners = self.owners.as_ref();
        owners.is_none_or(|owners| owners.iter().any(|one| one == owner))
    }

    /// Whether something may last from one day to another.
    pub(super) fn allows(&self, from: Date, until: Date) -> bool {
        let days = from.until(until).map(|span| span.get_days());
        days.is_ok_and(|days| days <= self.longest_days)
    }
}

/// The register of a scan.
#[derive(Clone, Copy, Default)]
pub struct Register<'r> {
    /// All entries.
    pub entries: &'r [Entry],
    /// The text of the file; none where there is no file.
    pub text: Option<TextId>,
    /// The scan root, absolute.
    pub root: Option<&'r Path>,
    /// Everything that the entries can be about was read: one without an occurrence waives nothing.
    pub is_whole: bool,
    /// What a policy asks.
    pub limits: Option<&'r Limits>,
}

/// Who waived an occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// Who answers for it.
    pub owner: Arc<str>,
    /// The day on which it was written.
    pub created: Date,
    /// The last day on which it counts.
    pub expires: Date,
    /// The entry.
    pub span: Span,
}

impl NamedSubject {
    fn is(&self, subject: &Subject) -> bool {
        self.kind == subject.kind && self.name == subject.name && self.project == subject.project
    }
}

impl Entry {
    /// What it is about, as people write it: `CTR106 container/web (shop), deploy/*.yaml`.
    pub fn about(&self) -> String {
        let mut about = self.rule.id.to_owned();
        if let Some(subject) = &self.subject {
            about.extend([" ", &subject.kind, "/", &subject.name]);
            if let Some(project) = &subject.project {
                about.extend([" (", project, ")"]);
            }
        }
        if let Some(files) = &self.files {
            let before = if self.subject.is_some() { ", " } else { " " };
            about.extend([before, &files.pattern]);
        }
        about
    }

    /// Whether it and another one are about the same.
    pub fn is_twin(&self, other: &Self) -> bool {
        let pattern = |entry: &Self| entry.files.as_ref().map(|files| files.pattern.clone());
        self.rule.id == other.rule.id
            && self.subject == other.subject
            && pattern(self) == pattern(other)
    }

    /// Whether it is about an occurrence, whatever day it is. What has its cause in another file lies
    /// in both.
    pub fn is_about(&self, placed: &Placed, texts: &Texts, root: &Path) -> bool {
        let occurrence = &placed.occurrence;
        let fits = |subject: &NamedSubject| subject.is(&occurrence.subject);
        let cause = match placed.cause {
            CauseKey::Place(place) => place.text,
            CauseKey::Missing(text) => text,
        };
        let lies = |files: &NamedFiles| {
            let within = |path: &str| files.files.matches(&tidy(&root.join(path)));
            within(&placed.path) || within(texts.get(cause).path())
        };
        names(occurrence).contains(&self.rule.id)
            && self.subject.as_ref().is_none_or(fits)
            && self.files.as_ref().is_none_or(lies)
    }
}

impl Register<'_> {
    /// Accepts what the entries are about, and says which of them are over or waive nothing. What a
    /// rule that was not `asked` would have said, nobody knows.
    pub(super) fn apply(
        self,
        placed: &mut [Placed],
        texts: &Texts,
        today: Date,
        asked: impl Fn(&Rule) -> bool,
    ) -> Vec<Problem> {
        let Some((text, root)) = self.text.zip(self.root) else {
            return Vec::new();
        };
        let mut problems = Vec::new();
        for entry in self.entries {
            let span = Span::new(text, entry.place.clone());
            let problem = |kind| Problem::new(kind, span).with("entry", Arg::Name(entry.about()));
            let waived = Waived {
                owner: Arc::clone(&entry.owner),
                created: entry.created,
                expires: entry.expires,
                span,
            };
            if entry.expires < today {
                for placed in placed.iter_mut() {
                    if placed.lapsed.is_none() && entry.is_about(placed, texts, root) {
                        placed.lapsed = Some(waived.clone());
                    }
                }
                let over = problem(ProblemKind::ExpiredWaiver);
                let over = over.with("until", entry.expires.to_string().into());
                problems.push(over.with("owner", Arg::Name(entry.owner.to_string())));
                continue;
            }
            let is_beyond = |limits: &&Limits| {
                !limits.may_own(&entry.owner) || !limits.allows(entry.created, entry.expires)
            };
            if let Some(limits) = self.limits.filter(is_beyond) {
                let beyond = problem(ProblemKind::BeyondPolicy);
                let beyond = beyond.with("owner", Arg::Name(entry.owner.to_string()));
                problems.push(beyond.with("days", limits.longest_days.to_string().into()));
                continue;
            }
            let mut is_used = false;
            for placed in placed.iter_mut() {
                if !entry.is_about(placed, texts, root) {
                    continue;
                }
                is_used = true;
                if placed.occurrence.accepted.is_none() {
                    placed.occurrence.accepted = Some(Arc::clone(&entry.reason));
                    placed.waived = Some(waived.clone());
                }
            }
            if !is_used && self.is_whole && asked(entry.rule) {
                problems.push(problem(ProblemKind::UnusedWaiver));
            }
        }
        problems
    }
}
