//! The file of a baseline, and a JSON report in its place.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use super::{Baseline, Known, KnownSubject};

/// The version of the file.
const VERSION: u64 = 1;

/// How fingerprints begin, and how many digits follow.
const FINGERPRINT: (&str, usize) = ("v1:", 32);

/// A file of a baseline.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u64,
    entries: Vec<Known>,
}

/// A report, as far as it can stand for a baseline.
#[derive(Deserialize)]
struct Report {
    version: u64,
    tool: Tool,
    findings: Vec<Reported>,
}

/// Which program wrote it.
#[derive(Deserialize)]
struct Tool {
    name: String,
}

#[derive(Deserialize)]
struct Reported {
    rule: String,
    occurrences: Vec<Occurred>,
}

#[derive(Deserialize)]
struct Occurred {
    subject: KnownSubject,
    fingerprint: String,
    status: String,
}

/// Which of both it is.
#[derive(Deserialize)]
struct Either {
    findings: Option<serde::de::IgnoredAny>,
}

/// Why a file is no baseline. It quotes nothing of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineFault {
    /// It is no JSON from this line and column on.
    NoJson(usize, usize),
    /// It is neither a baseline nor a report, which shows at this line and column.
    Other(usize, usize),
    /// It is of another version.
    Version,
    /// An entry has a name that is none: its number, from 1.
    Name(usize),
}

impl fmt::Display for BaselineFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoJson(line, column) => write!(out, "{line}:{column}: it is no JSON"),
            Self::Other(line, column) => write!(
                out,
                "{line}:{column}: it is neither a baseline nor a JSON report of hulan"
            ),
            Self::Version => write!(out, "only version {VERSION} is understood"),
            Self::Name(number) => write!(
                out,
                "entry {number}: a fingerprint is '{}' and {} hexadecimal digits",
                FINGERPRINT.0, FINGERPRINT.1
            ),
        }
    }
}

impl std::error::Error for BaselineFault {}

impl Baseline {
    /// Reads the text of a baseline, or of a JSON report: what that one reports or knows is known.
    pub fn read(text: &str) -> Result<Self, BaselineFault> {
        let either: Either = serde_json::from_str(text).map_err(|error| fault(&error))?;
        let (version, entries) = if either.findings.is_some() {
            let report: Report = serde_json::from_str(text).map_err(|error| fault(&error))?;
            if report.tool.name != env!("CARGO_PKG_NAME") {
                return Err(BaselineFault::Other(1, 1));
            }
            (report.version, report.known())
        } else {
            let file: File = serde_json::from_str(text).map_err(|error| fault(&error))?;
            (file.version, file.entries)
        };
        if version != VERSION {
            return Err(BaselineFault::Version);
        }
        if let Some(at) = entries.iter().position(|one| !is_name(&one.fingerprint)) {
            return Err(BaselineFault::Name(at + 1));
        }
        let mut baseline = Self { entries };
        baseline.tidy();
        Ok(baseline)
    }

    /// The text of its file: an entry in a line, so that tools which compare lines show what changed.
    pub fn to_json(&self) -> String {
        let entries = self.entries.iter();
        let lines: Vec<String> = entries
            .filter_map(|known| serde_json::to_string(known).ok())
            .map(|line| format!("    {line}"))
            .collect();
        let lines = if lines.is_empty() {
            String::new()
        } else {
            format!("\n{}\n  ", lines.join(",\n"))
        };
        format!("{{\n  \"version\": {VERSION},\n  \"entries\": [{lines}]\n}}\n")
    }
}

impl Report {
    fn known(self) -> Vec<Known> {
        let known = self.findings.into_iter().flat_map(|finding| {
            let occurrences = finding.occurrences.into_iter();
            let there =
                occurrences.filter(|one| one.status == "active" || one.status == "baseline");
            there.map(move |one| Known {
                rule: finding.rule.clone(),
                subject: one.subject,
                fingerprint: one.fingerprint,
                first_seen: None,
                forced: false,
            })
        });
        known.collect()
    }
}

fn is_name(fingerprint: &str) -> bool {
    let digits = fingerprint.strip_prefix(FINGERPRINT.0);
    let is_digit = |letter: char| letter.is_ascii_digit() || ('a'..='f').contains(&letter);
    digits.is_some_and(|digits| digits.len() == FINGERPRINT.1 && digits.chars().all(is_digit))
}

fn fault(error: &serde_json::Error) -> BaselineFault {
    // An empty file has no column: it ends before the first one.
    let (line, column) = (error.line().max(1), error.column().max(1));
    match error.classify() {
        Category::Data => BaselineFault::Other(line, column),
        Category::Io | Category::Syntax | Category::Eof => BaselineFault::NoJson(line, column),
    }
}

/// A day as `2027-01-31`.
pub(super) mod day {
    use jiff::civil::Date;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands it over so"
    )]
    pub(in crate::verdict::known) fn serialize<S: Serializer>(
        day: &Option<Date>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => to.serialize_str(&day.to_string()),
            None => to.serialize_none(),
        }
    }

    pub(in crate::verdict::known) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Date>, D::Error> {
        let day = String::deserialize(from)?.parse();
        day.map(Some).map_err(|_| D::Error::custom("no day"))
    }
}
