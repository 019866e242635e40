//! A JSON report as it is read: what of `schema/report-v1.json` other formats tell. Whoever wrote the
//! file may not have been hulan, so every name and sentence is made safe to show once more.

use std::ops::Deref;

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use crate::model::{Confidence, Lang, Severity};
use crate::report::words::clean;

/// Words that may be shown anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::report) struct Safe(String);

impl Deref for Safe {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Safe {
    fn from(text: &str) -> Self {
        Self(clean(text))
    }
}

impl<'de> Deserialize<'de> for Safe {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| text.as_str().into())
    }
}

/// A report.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Saved {
    pub(super) version: u32,
    #[serde(deserialize_with = "time")]
    pub(in crate::report) time: Timestamp,
    pub(in crate::report) language: Lang,
    /// The scan root as it was given.
    pub(in crate::report) root: String,
    /// The way from the top of the repository to the scan root.
    pub(super) path_prefix: String,
    pub(super) config: Option<Config>,
    /// What the files are compared with, where only what changed counts.
    #[serde(default)]
    pub(in crate::report) diff: Option<Diff>,
    pub(super) knowledge: Knowledge,
    pub(in crate::report) summary: Summary,
    pub(in crate::report) outcome: Outcome,
    pub(in crate::report) findings: Vec<Finding>,
    pub(in crate::report) rules: Vec<Tally>,
    pub(in crate::report) coverage: Coverage,
}

/// The configuration.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Config {
    pub(super) path: Safe,
    pub(super) from_tree: bool,
}

/// What the files are compared with.
#[derive(Deserialize)]
pub(in crate::report) struct Diff {
    pub(in crate::report) against: Safe,
}

/// What the findings are judged by.
#[derive(Deserialize)]
pub(in crate::report) struct Knowledge {
    pub(super) date: Safe,
    pub(super) overlay: Option<Safe>,
}

/// How many findings there are that are not shown.
#[derive(Deserialize)]
pub(in crate::report) struct Summary {
    pub(in crate::report) suppressed: usize,
    pub(in crate::report) inactive: usize,
    #[serde(default)]
    pub(in crate::report) unchanged: usize,
}

/// What the scan came to.
#[derive(Deserialize)]
pub(in crate::report) struct Outcome {
    pub(in crate::report) incomplete: bool,
    pub(in crate::report) empty: bool,
}

/// What a rule was asked.
#[derive(Deserialize)]
pub(in crate::report) struct Tally {
    pub(in crate::report) rule: Safe,
    pub(in crate::report) subjects: usize,
    pub(in crate::report) unknown: usize,
    #[serde(rename = "notApplicable")]
    pub(in crate::report) not_applicable: usize,
}

/// What was read, and what was not.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Coverage {
    pub(in crate::report) found: Found,
    pub(in crate::report) searched: Searched,
    pub(in crate::report) unread: Vec<IgnoredAny>,
    pub(in crate::report) not_analysed: Vec<IgnoredAny>,
}

/// Files by their kind.
#[derive(Deserialize)]
pub(in crate::report) struct Found {
    pub(in crate::report) python: usize,
    pub(in crate::report) notebooks: usize,
}

/// What was searched for secrets.
#[derive(Deserialize)]
pub(in crate::report) struct Searched {
    pub(in crate::report) files: usize,
}

/// A finding.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Finding {
    pub(in crate::report) rule: Safe,
    /// Which sentence of the rule it is; reports did not always say so.
    #[serde(default)]
    pub(in crate::report) key: Option<Safe>,
    pub(in crate::report) name: Safe,
    pub(in crate::report) severity: Severity,
    pub(in crate::report) confidence: Confidence,
    pub(in crate::report) exposure: Option<Safe>,
    pub(in crate::report) message: Safe,
    pub(in crate::report) subject: Subject,
    pub(in crate::report) location: Location,
    pub(in crate::report) related: Vec<Related>,
    pub(in crate::report) occurrences: Vec<Occurrence>,
    pub(in crate::report) fingerprint: Safe,
    pub(in crate::report) status: Safe,
    pub(in crate::report) from_template: bool,
}

impl Finding {
    /// Whether it is to be acted on.
    pub(in crate::report) fn is_active(&self) -> bool {
        &*self.status == "active"
    }

    /// Why it is not to be acted on, in the words of whoever said so.
    pub(in crate::report) fn reason(&self) -> Option<&str> {
        self.occurrences.iter().find_map(|one| {
            let comment = one.suppression.as_ref().map(|own| &*own.reason);
            one.accepted.as_deref().or(comment)
        })
    }
}

/// What a finding is about.
#[derive(Deserialize)]
pub(in crate::report) struct Subject {
    pub(in crate::report) kind: Safe,
    pub(in crate::report) name: Safe,
    pub(in crate::report) project: Option<Safe>,
}

/// A place, in a path relative to the scan root; as it is, and not safe to show.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Location {
    pub(super) path: String,
    pub(in crate::report) line: usize,
    pub(in crate::report) column: usize,
    pub(in crate::report) end_line: usize,
    pub(in crate::report) end_column: usize,
}

/// Another place of a finding.
#[derive(Deserialize)]
pub(in crate::report) struct Related {
    #[serde(flatten)]
    pub(in crate::report) location: Location,
    pub(in crate::report) message: Safe,
}

/// One of the things that a finding is about.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Occurrence {
    pub(in crate::report) subject: Subject,
    pub(in crate::report) status: Safe,
    accepted: Option<Safe>,
    suppression: Option<Suppression>,
    /// The waiver that accepted it until it was over.
    #[serde(default)]
    pub(in crate::report) expired_waiver: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Suppression {
    reason: Safe,
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
}
