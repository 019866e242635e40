//! The only place where text is made. One file per format.

mod azure;
mod baseline;
mod compliance;
mod concise;
mod csv;
mod cuts;
mod difference;
mod edits;
mod explain;
mod first;
mod git;
mod github;
mod gitlab_codequality;
mod gitlab_sast;
mod hash;
mod init;
mod json;
mod junit;
mod line_hash;
mod markdown;
mod overview;
mod paths;
mod quotes;
mod rdjson;
mod register;
mod sarif;
mod summary;
mod table;
mod text;
mod texts;
mod told;
mod version;
mod way;
mod ways;
mod words;

pub use azure::azure;
pub use baseline::{Compared, baseline_difference, baseline_updated, baseline_written};
pub use compliance::{FRAMEWORKS, Framework, compliance, compliance_json, compliance_markdown};
pub use concise::concise;
pub use csv::csv;
pub use difference::difference;
pub use explain::explanation;
pub use github::github;
pub use gitlab_codequality::gitlab_codequality;
pub use gitlab_sast::gitlab_sast;
pub use init::{planned, written};
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use rdjson::rdjson;
pub use register::{ListedWaiver, no_waivers, waiver_added, waivers};
pub use sarif::{Pipeline, SarifProfile, sarif};
pub use table::{rules, table};
pub use text::{Style, text};
pub use texts::sentence;
pub use told::{NoReport, Told};
pub use version::{built_in, version};
pub use ways::{Asked, Paths, WaysIn, dot, mermaid, node_name, paths, paths_json, paths_text};
pub use words::clean;

use text::severity_key;

use std::path::Path;

use jiff::Timestamp;

use crate::input::{Counts, Searched};
use crate::meaning::Redactor;
use crate::model::{Lang, NotAnalysed, Texts};
use crate::rules::{Rule, Tally};
use crate::verdict::{Finding, Outcome, Overview, Undeclared};

/// Everything that a report may say.
pub struct Report<'a> {
    /// The texts, to quote from.
    pub texts: &'a Texts,
    /// Keeps known secrets out of names.
    pub redactor: &'a Redactor,
    /// The findings, worst first.
    pub findings: &'a [Finding],
    /// What the rules were asked.
    pub tallies: &'a [(&'static Rule, Tally)],
    /// What the scan comes to.
    pub outcome: Outcome,
    /// Files and bytes that were read.
    pub read: (u64, u64),
    /// The files that were read, sorted.
    pub files: &'a [String],
    /// The scan root, absolute.
    pub root: &'a Path,
    /// The folder that paths of code review start at, absolute and around the root; `None` is the
    /// top of the git work tree, or the root where there is none.
    pub path_root: Option<&'a Path>,
    /// The scan root as the user would write it.
    pub shown_root: &'a str,
    /// The configuration, if there was one.
    pub config: Option<&'a Config>,
    /// Whether the findings are held against what is known.
    pub has_baseline: bool,
    /// What the files are compared with, where only what changed counts.
    pub diff: Option<&'a Diff>,
    /// The folder that was laid over the built-in knowledge, safe to show.
    pub overlay: Option<&'a str>,
    /// How many files of each kind were found.
    pub found: Counts,
    /// What was searched for secrets.
    pub searched: Searched,
    /// Code that was found and not analysed.
    pub not_analysed: &'a [NotAnalysed],
    /// The name of the profile.
    pub profile: &'a str,
    /// The figures by project and by Compose profile.
    pub overview: &'a Overview,
    /// What is missing and may be supplied at deploy.
    pub undeclared: Option<&'a Undeclared>,
    /// The ways in, where they were asked for.
    pub ways: Option<WaysIn<'a>>,
    /// The language of the sentences.
    pub lang: Lang,
    /// The time of the scan.
    pub clock: Timestamp,
}

/// The configuration of a scan.
pub struct Config {
    /// Its path, safe to show.
    pub path: String,
    /// Whether it lies in the scanned tree, which may loosen its own gate with it.
    pub from_tree: bool,
}

/// What the files are compared with.
pub struct Diff {
    /// The revision as it was given, safe to show.
    pub against: String,
    /// The object that holds its files.
    pub tree: String,
}

/// How much the text report says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The summary, and nothing where all is well.
    Summary,
    /// The findings as well.
    Findings,
    /// Also what is accepted, what each rule was asked, and the files.
    Everything,
}
