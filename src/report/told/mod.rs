//! What there is to tell, without the sources: the one thing that all formats are made from. A scan that
//! just ended gives it, and a saved report gives the same: so a converted report cannot say anything else
//! than the scan would have said.

mod finding;
mod place;
mod safe;
mod saved;
mod scanned;
mod sums;
mod ways;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(super) use finding::{Finding, Occurrence, Related, Step};
pub(super) use place::{Around, Location, Noted, Quoted};
pub(super) use safe::Safe;
pub(super) use saved::{Repository, Saved, Tally, Tool};
pub(super) use scanned::noted;
pub(super) use sums::{origins, sums};
pub(super) use ways::{Cut, EnvLines, Goal, Pasted, Way, WayStep, Worst};

use super::compliance::{FRAMEWORKS, Framework};
use super::words::{clean, say};
use super::{Report, json, paths};
use crate::model::Lang;
use crate::rules::{RULES, Rule};

/// One report, or those of several machines.
pub struct Told {
    /// The language of its sentences.
    pub(super) lang: Lang,
    /// The reports, in the order in which they were given. Never empty.
    pub(super) parts: Vec<Part>,
    /// The frameworks whose clauses are told.
    pub(super) frameworks: Vec<&'static Framework>,
}

/// A report, and the machine that it comes from.
pub(super) struct Part {
    /// `None` where there is one report, of whichever machine.
    pub(super) machine: Option<Safe>,
    pub(super) saved: Saved,
    /// The whole of one that was read, with what is not told here.
    document: Option<Value>,
}

impl Part {
    fn read(machine: Option<Safe>, document: Value) -> Result<Self, NoReport> {
        let saved = Saved::deserialize(&document).map_err(|_| NoReport)?;
        if saved.version != 1 {
            return Err(NoReport);
        }
        Ok(Self {
            machine,
            saved,
            document: Some(document),
        })
    }

    /// Whether a finding is about something that was not read or not followed.
    pub(super) fn is_gap(&self, finding: &Finding) -> bool {
        let place = &finding.location;
        self.saved
            .coverage
            .unread
            .iter()
            .any(|own| own.rule == finding.rule && own.path == place.path && own.line == place.line)
    }

    /// Its findings, in its order.
    pub(super) fn all(&self) -> impl Iterator<Item = One<'_>> {
        let findings = self.saved.findings.iter();
        findings.map(|finding| One {
            part: self,
            finding,
        })
    }
}

/// Reports of several machines, as `hulan merge` saves them: `schema/merged-v1.json`.
#[derive(Deserialize)]
struct Merged {
    version: u32,
    reports: Vec<Held>,
}

#[derive(Deserialize)]
struct Held {
    machine: Safe,
    report: Value,
}

/// Reports of several machines, as they are saved.
#[derive(Serialize)]
struct Collection<'t> {
    version: u32,
    tool: Tool,
    reports: Vec<Kept<'t>>,
}

#[derive(Serialize)]
struct Kept<'t> {
    machine: &'t str,
    report: Whole<'t>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Whole<'t> {
    Read(&'t Value),
    Scanned(&'t Saved),
}

/// What was read is no report.
#[derive(Debug)]
pub struct NoReport;

impl std::fmt::Display for NoReport {
    // No word of what stands there: a file that was named by mistake may hold anything.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("it is no JSON report of hulan, version 1")
    }
}

impl std::error::Error for NoReport {}

impl Told {
    /// What a scan that just ended has to tell.
    pub fn of(report: &Report<'_>) -> Self {
        let part = Part {
            machine: None,
            saved: scanned::scanned(report),
            document: None,
        };
        Self {
            lang: report.lang,
            parts: vec![part],
            frameworks: FRAMEWORKS.iter().collect(),
        }
    }

    /// What a saved report has to tell, or a saved collection of reports.
    pub fn read(text: &str) -> Result<Self, NoReport> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self::from_value(serde_json::from_str(text).map_err(|_| NoReport)?)
    }

    fn from_value(document: Value) -> Result<Self, NoReport> {
        let parts = if document.get("reports").is_some() {
            let merged = Merged::deserialize(document).map_err(|_| NoReport)?;
            let held = merged.reports.into_iter().filter(|_| merged.version == 1);
            held.map(|own| Part::read(Some(own.machine), own.report))
                .collect::<Result<_, _>>()?
        } else {
            vec![Part::read(None, document)?]
        };
        Self::from_parts(parts).ok_or(NoReport)
    }

    fn from_parts(parts: Vec<Part>) -> Option<Self> {
        let lang = parts.first()?.saved.language;
        Some(Self {
            lang,
            parts,
            frameworks: FRAMEWORKS.iter().collect(),
        })
    }

    /// The language of its sentences.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The same, held against these frameworks; against all where there are none.
    #[must_use]
    pub fn by(mut self, frameworks: &[&'static Framework]) -> Self {
        if !frameworks.is_empty() {
            self.frameworks = frameworks.to_vec();
        }
        self
    }

    /// The reports of several machines as one, each with the name of its machine; those of a
    /// collection keep the names that they have. `None` without any.
    pub fn joined(reports: Vec<(String, Self)>) -> Option<Self> {
        let parts = reports.into_iter().flat_map(|(name, told)| {
            told.parts.into_iter().map(move |mut part| {
                part.machine.get_or_insert_with(|| name.as_str().into());
                part
            })
        });
        Self::from_parts(parts.collect())
    }

    /// The names of the machines, in the order of their reports.
    pub fn machines(&self) -> Vec<&str> {
        let machines = self.parts.iter();
        machines
            .filter_map(|part| part.machine.as_deref())
            .collect()
    }

    /// The reports as one JSON document, each as it was; with a line end.
    pub fn merged(&self) -> String {
        let reports = self.parts.iter().map(|part| Kept {
            machine: part.machine.as_deref().unwrap_or_default(),
            report: match &part.document {
                Some(document) => Whole::Read(document),
                None => Whole::Scanned(&part.saved),
            },
        });
        json::ascii(&Collection {
            version: 1,
            tool: Tool::own(),
            reports: reports.collect(),
        })
    }

    /// What `of` says of each report; where there are several, below the name of its machine.
    pub(super) fn by_machine(&self, of: impl Fn(&Part) -> String) -> String {
        let mut out = String::new();
        for part in &self.parts {
            let own = of(part);
            match part.machine.as_deref().filter(|_| !own.is_empty()) {
                Some(machine) => {
                    let title = say(self.lang, "told.machine", &[("machine", machine)]);
                    out.extend([&*title, "\n\n", &*own, "\n"]);
                }
                None => out.push_str(&own),
            }
        }
        out
    }

    /// The findings: those of each status together, worst first.
    pub(super) fn findings(&self) -> Vec<One<'_>> {
        let mut findings: Vec<One<'_>> = self.parts.iter().flat_map(Part::all).collect();
        // Stable: what one report has in its order stays so.
        findings.sort_by_key(|one| {
            let finding = one.finding;
            Reverse((finding.is_active(), finding.severity, finding.confidence))
        });
        findings
    }

    /// The findings to act on, worst first.
    pub(super) fn active(&self) -> Vec<One<'_>> {
        let mut findings = self.findings();
        findings.retain(|one| one.finding.is_active());
        findings
    }
}

/// A finding, and the report that it is of.
#[derive(Clone, Copy)]
pub(super) struct One<'t> {
    pub(super) part: &'t Part,
    pub(super) finding: &'t Finding,
}

impl<'t> One<'t> {
    /// The rule, if this hulan knows it.
    pub(super) fn rule(self) -> Option<&'static Rule> {
        rule(&self.finding.rule)
    }

    /// What is wrong, in a few words that are the same for all findings of the rule.
    pub(super) fn title(self, lang: Lang) -> &'t str {
        self.rule()
            .map_or(&*self.finding.name, |rule| rule.title.get(lang))
    }

    /// The sentence; where there are several machines, with the name of its own.
    pub(super) fn sentence(self, lang: Lang) -> String {
        match self.part.machine.as_deref() {
            Some(machine) => say(
                lang,
                "told.on-machine",
                &[("machine", machine), ("text", &self.finding.message)],
            ),
            None => self.finding.message.to_string(),
        }
    }

    /// Whether something was not read or not followed.
    pub(super) fn is_about_the_scan(self) -> bool {
        self.rule().map_or_else(
            || self.finding.rule.starts_with("HUL"),
            Rule::is_about_the_scan,
        )
    }

    /// A path from the top of the repository, as it is.
    pub(super) fn path(self, location: &Location) -> String {
        let path = paths::joined(&self.part.saved.path_prefix, &location.path);
        path.replace('\\', "/")
    }

    /// Where it is to be changed, from the top of the repository, safe to show.
    pub(super) fn shown_path(self) -> String {
        clean(&self.path(&self.finding.location))
    }

    /// Where it is to be changed, from the folder that hulan was started in, safe to show.
    pub(super) fn path_from_here(self) -> String {
        clean(&paths::joined(
            &self.part.saved.root,
            &self.finding.location.path,
        ))
    }
}

/// A rule by its id; `None` for one of another version of hulan.
pub(super) fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
