//! The baseline: what is known to be there, so that only what is new makes a scan fail. It holds names
//! and no places, so lines may move, and no values.

mod file;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::group::{Finding, Placed};
use crate::rules::{Occurrence, RULES, Rule};

pub use file::BaselineFault;

/// Rules about what everybody can know: it is not lived with, unless somebody says so.
const BARRED: [&str; 5] = [
    "secrets/published-default",
    "secrets/dormant-default",
    "certificate/published-key",
    "certificate/key-beside-certificate",
    "certificate/open-key-store",
];

/// The sentence of other rules that is about a private key.
const PRIVATE_KEY: &str = "private-key";

/// What is known, in the order of rules and subjects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Known>,
}

/// An occurrence that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Known {
    /// The id of its rule.
    pub rule: String,
    /// What it is about.
    pub subject: KnownSubject,
    /// Its stable name.
    pub fingerprint: String,
    /// The day on which it was written down first; none where a report stands for a baseline.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "file::day")]
    pub first_seen: Option<Date>,
    /// Somebody said that a published secret or a private key is known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forced: bool,
}

/// What an occurrence is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownSubject {
    /// `container`, `file`…
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The name that its project gives itself.
    #[serde(default)]
    pub project: Option<String>,
}

/// How a baseline and a scan differ.
pub struct KnownDifference<'f> {
    /// What is reported and not known, in the order of the report.
    pub new: Vec<&'f Placed>,
    /// What is known and no longer found.
    pub gone: Vec<Known>,
}

impl Baseline {
    /// What a scan reports. Names pass through `clean`. What is barred comes in only by force, and is
    /// given back otherwise.
    pub fn of(
        findings: &[Finding],
        today: Date,
        force: bool,
        clean: impl Fn(&str) -> String,
    ) -> (Self, Vec<&Placed>) {
        let mut baseline = Self::default();
        let left_out = baseline.add(reported(findings), today, force, clean);
        (baseline, left_out)
    }

    /// Adds occurrences. What is barred comes in only by force, and is given back otherwise.
    pub fn add<'f>(
        &mut self,
        new: impl IntoIterator<Item = &'f Placed>,
        today: Date,
        force: bool,
        clean: impl Fn(&str) -> String,
    ) -> Vec<&'f Placed> {
        let mut left_out = Vec::new();
        for placed in new {
            let occurrence = &placed.occurrence;
            let is_barred = is_barred(occurrence);
            if is_barred && !force {
                left_out.push(placed);
                continue;
            }
            let subject = &occurrence.subject;
            self.entries.push(Known {
                rule: occurrence.rule.id.to_owned(),
                subject: KnownSubject {
                    kind: subject.kind.to_owned(),
                    name: clean(&subject.name),
                    project: subject.project.as_deref().map(&clean),
                },
                fingerprint: placed.fingerprint.clone(),
                first_seen: Some(today),
                forced: is_barred,
            });
        }
        self.tidy();
        left_out
    }

    fn tidy(&mut self) {
        self.entries.sort();
        let mut seen = HashSet::new();
        self.entries
            .retain(|known| seen.insert(known.fingerprint.clone()));
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What is new in a scan, and what is gone. Where a rule was not `asked`, nothing is gone of it.
    pub fn difference<'f>(
        &self,
        findings: &'f [Finding],
        asked: impl Fn(&str) -> bool,
    ) -> KnownDifference<'f> {
        let index = self.index();
        let is_known = |placed: &Placed| {
            let known = index.get(placed.fingerprint.as_str());
            known.is_some_and(|known| known.counts_for(&placed.occurrence))
        };
        let all = findings.iter().flat_map(|finding| &finding.occurrences);
        let there: HashSet<&str> = all.map(|placed| placed.fingerprint.as_str()).collect();
        let exists = |id: &str| RULES.iter().any(|rule| rule.id == id);
        let entries = self.entries.iter();
        KnownDifference {
            new: reported(findings)
                .filter(|placed| !is_known(placed))
                .collect(),
            gone: entries
                .filter(|known| !there.contains(known.fingerprint.as_str()))
                .filter(|known| asked(&known.rule) || !exists(&known.rule))
                .cloned()
                .collect(),
        }
    }

    /// Takes out entries.
    pub fn drop_all(&mut self, gone: &[Known]) {
        self.entries.retain(|known| !gone.contains(known));
    }

    /// Marks what is known.
    pub(super) fn apply(&self, placed: &mut [Placed]) {
        let index = self.index();
        for placed in placed {
            let known = index.get(placed.fingerprint.as_str());
            let known = known.filter(|known| known.counts_for(&placed.occurrence));
            placed.known = known.map(|known| Since(known.first_seen));
        }
    }

    fn index(&self) -> HashMap<&str, &Known> {
        let entries = self.entries.iter();
        entries
            .map(|known| (known.fingerprint.as_str(), known))
            .collect()
    }
}

/// The day since which an occurrence is known, if the baseline says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Since(pub Option<Date>);

impl Known {
    /// Whether it makes an occurrence of its name known: what was written without force is not a
    /// published secret.
    fn counts_for(&self, occurrence: &Occurrence) -> bool {
        let is_same = self.rule == occurrence.rule.id;
        is_same && !occurrence.rule.is_about_the_scan() && (self.forced || !is_barred(occurrence))
    }
}

/// What is reported about the deployment.
fn reported(findings: &[Finding]) -> impl Iterator<Item = &Placed> {
    let about = findings.iter().filter(|one| !one.rule.is_about_the_scan());
    let all = about.flat_map(|finding| &finding.occurrences);
    all.filter(|placed| placed.is_active())
}

/// Whether it is about a secret that everybody can know, or a private key.
fn is_barred(occurrence: &Occurrence) -> bool {
    let rule: &Rule = occurrence.rule;
    BARRED.contains(&rule.slug) || occurrence.message.key == PRIVATE_KEY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_barred_rules_are_there() {
        for slug in BARRED {
            assert!(RULES.iter().any(|rule| rule.slug == slug), "{slug}");
        }
        let has_key = |rule: &&Rule| rule.messages.iter().any(|one| one.key == PRIVATE_KEY);
        assert!(RULES.iter().copied().any(|rule| has_key(&rule)));
    }
}
