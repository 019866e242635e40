//! A report as `schema/report-v1.json` has it: what a scan tells, and what is read of a saved one. Whoever
//! wrote the file may not have been hulan, so every name and sentence is made safe to show once more.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ways::Worst;
use super::{Finding, Location, Quoted, Safe};
use crate::model::{Lang, Severity};

/// A report.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Saved {
    pub(super) version: u32,
    pub(in crate::report) tool: Tool,
    /// When it was scanned, in whole seconds.
    pub(in crate::report) time: Timestamp,
    pub(in crate::report) language: Lang,
    /// The scan root as it was given.
    pub(in crate::report) root: String,
    /// The way from the top of the repository to the scan root.
    pub(in crate::report) path_prefix: String,
    pub(in crate::report) profile: Safe,
    pub(in crate::report) config: Option<Config>,
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
    #[serde(default)]
    pub(in crate::report) projects: Vec<Project>,
    /// Folders with more than one project.
    #[serde(default)]
    pub(in crate::report) alternatives: Vec<String>,
    #[serde(default)]
    pub(in crate::report) inactive_profiles: Vec<InactiveProfile>,
    /// The worst ways in.
    #[serde(default)]
    pub(in crate::report) paths: Worst,
    pub(in crate::report) coverage: Coverage,
}

/// What wrote the report.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Tool {
    pub(in crate::report) name: Safe,
    pub(in crate::report) version: Safe,
}

impl Tool {
    /// This one.
    pub(in crate::report) fn own() -> Self {
        Self {
            name: Safe::made(env!("CARGO_PKG_NAME")),
            version: Safe::made(env!("CARGO_PKG_VERSION")),
        }
    }
}

/// Where the files come from.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Repository {
    pub(in crate::report) address: Safe,
    pub(in crate::report) revision: Option<Safe>,
    pub(in crate::report) branch: Option<Safe>,
}

/// The configuration.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Config {
    pub(in crate::report) path: Safe,
    /// Whether it lies in the scanned tree.
    pub(in crate::report) from_tree: bool,
}

/// What the files are compared with.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Diff {
    pub(in crate::report) against: Safe,
    #[serde(default)]
    pub(in crate::report) tree: Safe,
}

/// What the findings are judged by.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Knowledge {
    pub(in crate::report) date: Safe,
    pub(in crate::report) overlay: Option<Safe>,
}

/// How many there are of each severity.
#[derive(Default, Serialize, Deserialize)]
pub(in crate::report) struct Counts {
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
    info: usize,
}

impl Counts {
    /// As `of` counts them.
    pub(super) fn new(of: impl Fn(Severity) -> usize) -> Self {
        Self {
            critical: of(Severity::Critical),
            high: of(Severity::High),
            medium: of(Severity::Medium),
            low: of(Severity::Low),
            info: of(Severity::Info),
        }
    }

    /// With their severities, worst first.
    pub(in crate::report) fn all(&self) -> [(Severity, usize); 5] {
        [
            (Severity::Critical, self.critical),
            (Severity::High, self.high),
            (Severity::Medium, self.medium),
            (Severity::Low, self.low),
            (Severity::Info, self.info),
        ]
    }
}

/// How many findings there are: to act on by their severity, and the others by what became of them.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Summary {
    #[serde(flatten)]
    pub(super) active: Counts,
    pub(in crate::report) suppressed: usize,
    #[serde(default)]
    pub(in crate::report) baseline: usize,
    #[serde(default)]
    pub(in crate::report) unchanged: usize,
    pub(in crate::report) inactive: usize,
}

/// What the scan came to.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Outcome {
    pub(in crate::report) exit: u8,
    /// There are findings at or above the threshold.
    #[serde(default)]
    pub(in crate::report) findings: bool,
    pub(in crate::report) incomplete: bool,
    pub(in crate::report) empty: bool,
}

/// What a rule was asked.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Tally {
    pub(in crate::report) rule: Safe,
    pub(in crate::report) subjects: usize,
    pub(in crate::report) failed: usize,
    pub(in crate::report) unknown: usize,
    pub(in crate::report) not_applicable: usize,
}

/// A project in figures.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Project {
    /// Its first compose file; not safe to show.
    pub(in crate::report) path: String,
    pub(in crate::report) name: Option<Safe>,
    pub(in crate::report) services: usize,
    pub(in crate::report) inactive_services: usize,
    pub(in crate::report) findings: Counts,
}

/// A Compose profile whose services do not start.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct InactiveProfile {
    pub(in crate::report) profile: Safe,
    pub(in crate::report) findings: usize,
    pub(in crate::report) services: usize,
}

/// What was read, and what was not.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Coverage {
    /// Files that were read, and their bytes.
    pub(in crate::report) files: u64,
    pub(in crate::report) bytes: u64,
    /// Their paths, sorted; not safe to show.
    #[serde(default)]
    pub(in crate::report) paths: Vec<String>,
    pub(in crate::report) found: Found,
    pub(in crate::report) searched: Searched,
    /// The first line of the first file that was judged.
    #[serde(default)]
    pub(in crate::report) first: Option<Quoted>,
    /// Compose files that are no part of what is declared.
    #[serde(default)]
    pub(in crate::report) undeclared: usize,
    pub(in crate::report) unread: Vec<Unread>,
    pub(in crate::report) not_analysed: Vec<NotAnalysed>,
    /// Lines for the configuration.
    #[serde(default)]
    pub(in crate::report) paste: Option<String>,
}

/// Files by their kind.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Found {
    pub(in crate::report) compose: usize,
    pub(in crate::report) env: usize,
    pub(in crate::report) python: usize,
    pub(in crate::report) notebooks: usize,
    #[serde(default)]
    pub(in crate::report) packages: usize,
}

/// What was searched for secrets.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Searched {
    pub(in crate::report) files: u64,
    #[serde(default)]
    pub(in crate::report) bytes: u64,
    #[serde(default)]
    pub(in crate::report) binary: u64,
}

/// Something that was not read or not followed.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Unread {
    pub(in crate::report) path: String,
    pub(in crate::report) line: usize,
    pub(in crate::report) rule: Safe,
    pub(in crate::report) reason: Safe,
    /// Why the configuration accepts it.
    #[serde(default)]
    pub(in crate::report) accepted: Option<Safe>,
}

/// Code that nobody analyses.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct NotAnalysed {
    pub(in crate::report) location: Location,
    pub(in crate::report) what: Safe,
    pub(in crate::report) why: Safe,
}
