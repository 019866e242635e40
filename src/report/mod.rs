//! The only place where text is made. One file per format.

mod explain;
mod first;
mod json;
mod overview;
mod sarif;
mod summary;
mod table;
mod text;
mod texts;
mod version;
mod way;
mod words;

pub use explain::explanation;
pub use json::json;
pub use sarif::sarif;
pub use table::{rules, table};
pub use text::{Style, text};
pub use texts::sentence;
pub use version::{built_in, version};
pub use words::clean;

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
    /// The scan root as the user would write it.
    pub shown_root: &'a str,
    /// The configuration, if there was one.
    pub config: Option<&'a Config>,
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
    /// How much the text says.
    pub detail: Detail,
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
