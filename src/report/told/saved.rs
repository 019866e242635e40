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
    pub(in crate::report) tool: Tool,
    #[serde(deserialize_with = "time")]
    pub(in crate::report) time: Timestamp,
    pub(in crate::report) language: Lang,
    /// The scan root as it was given.
    pub(in crate::report) root: String,
    /// The way from the top of the repository to the scan root.
    pub(in crate::report) path_prefix: String,
    pub(super) config: Option<Config>,
    /// Where the files come from.
    #[serde(default)]
    pub(in crate::report) repository: Option<Repository>,
    /// Whether the findings are held against what is known.
    #[serde(default)]
    pub(in crate::report) has_baseline: bool,
    /// What the files are compared with, where only what changed counts.
    #[serde(default)]
    pub(in crate::report) diff: Option<Diff>,
    pub(in crate::report) knowledge: Knowledge,
    pub(in crate::report) summary: Summary,
    pub(in crate::report) outcome: Outcome,
    pub(in crate::report) findings: Vec<Finding>,
    pub(in crate::report) rules: Vec<Tally>,
    pub(in crate::report) coverage: Coverage,
}

/// What wrote the report.
#[derive(Deserialize)]
pub(in crate::report) struct Tool {
    pub(in crate::report) version: Safe,
}

/// Where the files come from.
#[derive(Deserialize)]
pub(in crate::report) struct Repository {
    pub(in crate::report) address: Safe,
    pub(in crate::report) revision: Option<Safe>,
    pub(in crate::report) branch: Option<Safe>,
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
    pub(in crate::report) date: Safe,
    pub(in crate::report) overlay: Option<Safe>,
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
    pub(in crate::report) exit: u8,
    pub(in crate::report) incomplete: bool,
    pub(in crate::report) empty: bool,
}

/// What a rule was asked.
#[derive(Deserialize)]
pub(in crate::report) struct Tally {
    pub(in crate::report) rule: Safe,
    pub(in crate::report) subjects: usize,
    pub(in crate::report) failed: usize,
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
    /// The first line of the first file that was judged.
    #[serde(default)]
    pub(in crate::report) first: Option<Quoted>,
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
    pub(in crate::report) aliases: Vec<Safe>,
    pub(in crate::report) name: Safe,
    pub(in crate::report) severity: Severity,
    pub(in crate::report) confidence: Confidence,
    pub(in crate::report) exposure: Option<Safe>,
    pub(in crate::report) message: Safe,
    /// What stands in the sentence, in the order of its places.
    #[serde(default)]
    pub(in crate::report) arguments: Vec<Safe>,
    pub(in crate::report) subject: Subject,
    /// What a program is called inside of its file.
    #[serde(default)]
    pub(in crate::report) part: Option<Safe>,
    pub(in crate::report) location: Quoted,
    pub(in crate::report) related: Vec<Related>,
    #[serde(default)]
    pub(in crate::report) flow: Vec<Step>,
    #[serde(default)]
    pub(in crate::report) cuts: Vec<Step>,
    #[serde(default)]
    pub(in crate::report) edits: Vec<Edit>,
    pub(in crate::report) occurrences: Vec<Occurrence>,
    pub(in crate::report) fingerprint: Safe,
    #[serde(default)]
    pub(in crate::report) line_hash: Option<Safe>,
    pub(in crate::report) status: Safe,
    pub(in crate::report) from_template: bool,
}

impl Finding {
    /// Whether it is to be acted on.
    pub(in crate::report) fn is_active(&self) -> bool {
        &*self.status == "active"
    }

    /// Whether it is about services that do not start.
    pub(in crate::report) fn is_dormant(&self) -> bool {
        &*self.status == "inactive-profile"
    }

    /// Whether the baseline knows it, or nothing of it changed.
    pub(in crate::report) fn is_old(&self) -> bool {
        matches!(&*self.status, "baseline" | "unchanged")
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
#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Location {
    pub(in crate::report) path: String,
    pub(in crate::report) line: usize,
    pub(in crate::report) column: usize,
    pub(in crate::report) end_line: usize,
    pub(in crate::report) end_column: usize,
}

/// A place with what stands there: as it is, and not safe to show.
#[derive(Deserialize)]
pub(in crate::report) struct Quoted {
    #[serde(flatten)]
    location: Location,
    /// The place itself.
    pub(in crate::report) quote: Option<String>,
    /// The lines around it.
    pub(in crate::report) around: Option<Around>,
}

impl Deref for Quoted {
    type Target = Location;

    fn deref(&self) -> &Location {
        &self.location
    }
}

/// Whole lines.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Around {
    pub(in crate::report) line: usize,
    pub(in crate::report) end_line: usize,
    pub(in crate::report) text: String,
}

/// Another place of a finding.
#[derive(Deserialize)]
pub(in crate::report) struct Related {
    #[serde(flatten)]
    pub(in crate::report) location: Quoted,
    pub(in crate::report) message: Safe,
    /// What is there, as it is called inside of its file.
    #[serde(default)]
    pub(in crate::report) subjects: Vec<Safe>,
}

/// What happens somewhere.
#[derive(Deserialize)]
pub(in crate::report) struct Step {
    #[serde(flatten)]
    pub(in crate::report) location: Quoted,
    pub(in crate::report) what: Safe,
}

/// What to write in place of what stands somewhere; not safe to show.
#[derive(Deserialize)]
pub(in crate::report) struct Edit {
    #[serde(flatten)]
    pub(in crate::report) location: Location,
    /// What stands there; reports did not always say so.
    #[serde(default)]
    pub(in crate::report) from: String,
    pub(in crate::report) text: String,
}

/// One of the things that a finding is about.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Occurrence {
    pub(in crate::report) subject: Subject,
    pub(in crate::report) location: Location,
    pub(in crate::report) status: Safe,
    /// Why the user accepts it.
    pub(in crate::report) accepted: Option<Safe>,
    /// What the file says of it.
    pub(in crate::report) suppression: Option<Suppression>,
    /// Who accepts it.
    #[serde(default)]
    pub(in crate::report) waiver: Option<Waiver>,
    /// The hash of the program that it is about, where a machine wrote that.
    #[serde(default)]
    pub(in crate::report) code_sha256: Option<Safe>,
    /// The waiver that accepted it until it was over.
    #[serde(default)]
    pub(in crate::report) expired_waiver: Option<IgnoredAny>,
}

/// What a comment says.
#[derive(Deserialize)]
pub(in crate::report) struct Suppression {
    pub(in crate::report) reason: Safe,
    #[serde(default)]
    pub(in crate::report) until: Option<Safe>,
}

/// An entry of the register.
#[derive(Deserialize)]
pub(in crate::report) struct Waiver {
    pub(in crate::report) owner: Safe,
    pub(in crate::report) until: Safe,
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
}
