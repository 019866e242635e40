//! A report of before that this one is held against.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::model::Severity;
use crate::report;
use crate::verdict::{Difference, Seen};

/// The largest report that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// What an earlier report had.
pub(super) struct Earlier {
    /// How the user names it.
    pub(super) shown: String,
    seen: Vec<Seen>,
}

#[derive(Deserialize)]
struct Document {
    version: u64,
    tool: Tool,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Tool {
    name: String,
}

#[derive(Deserialize)]
struct Finding {
    rule: String,
    occurrences: Vec<Occurrence>,
}

#[derive(Deserialize)]
struct Occurrence {
    subject: Subject,
    location: Location,
    fingerprint: String,
    severity: String,
    status: String,
}

#[derive(Deserialize)]
struct Subject {
    name: String,
}

#[derive(Deserialize)]
struct Location {
    path: String,
    line: u64,
}

impl Earlier {
    /// Reads a report that `--output json=FILE` wrote; nothing where the file is what `hulan baseline`
    /// writes, which has no places to compare.
    pub(super) fn read(file: &Path) -> anyhow::Result<Option<Self>> {
        let shown = report::clean(&file.to_string_lossy());
        let mut bytes = Vec::new();
        let opened = File::open(file).with_context(|| format!("cannot read '{shown}'"))?;
        let read = opened.take(LARGEST + 1).read_to_end(&mut bytes);
        let length = read.with_context(|| format!("cannot read '{shown}'"))? as u64;
        if length > LARGEST {
            bail!("--baseline '{shown}' is larger than 256 MiB");
        }
        let document: Option<Document> = serde_json::from_slice(&bytes).ok();
        let document = document.filter(|own| own.tool.name == env!("CARGO_PKG_NAME"));
        let Some(document) = document else {
            return Ok(None);
        };
        if document.version != 1 {
            bail!("--baseline '{shown}' is a report of another version of hulan");
        }
        let mut seen = Vec::new();
        for finding in document.findings {
            for own in finding.occurrences {
                let mut severities = Severity::ALL.into_iter();
                let severity = severities.find(|severity| severity.name() == own.severity);
                let severity = severity.with_context(|| {
                    let word = report::clean(&own.severity);
                    format!("--baseline '{shown}' has a severity '{word}' that there is not")
                })?;
                seen.push(Seen {
                    fingerprint: own.fingerprint,
                    rule: finding.rule.clone(),
                    subject: own.subject.name,
                    path: own.location.path,
                    line: own.location.line,
                    severity,
                    status: own.status,
                });
            }
        }
        Ok(Some(Self { shown, seen }))
    }

    /// What is other now.
    pub(super) fn against(&self, now: &[Seen], is_judged: impl Fn(&Seen) -> bool) -> Difference {
        Difference::between(&self.seen, now, is_judged)
    }
}
