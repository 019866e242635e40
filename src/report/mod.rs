//! The only place where text is made. One file per format.

mod explain;
mod first;
mod json;
mod sarif;
mod summary;
mod table;
mod text;
mod texts;
mod words;

pub use explain::explanation;
pub use json::json;
pub use sarif::sarif;
pub use table::{rules, table};
pub use text::{Style, text};
pub use texts::sentence;
pub use words::clean;

use std::path::Path;

use jiff::Timestamp;

use crate::meaning::Redactor;
use crate::model::{Lang, Texts};
use crate::rules::{Rule, Tally};
use crate::verdict::{Finding, Outcome};

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
    /// The scan root, absolute.
    pub root: &'a Path,
    /// The scan root as the user would write it.
    pub shown_root: &'a str,
    /// The language of the sentences.
    pub lang: Lang,
    /// The time of the scan.
    pub clock: Timestamp,
}
