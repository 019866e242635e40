//! What a scan that just ended has to tell.

mod finding;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::saved::{
    Config, Counts, Coverage, Diff, Found, InactiveProfile, Knowledge, NotAnalysed, Outcome,
    Project, Repository, Saved, Searched, Summary, Tally, Tool, Unread,
};
use super::{Finding, Location, Noted, Quoted, Safe};
use crate::meaning::BuiltIn;
use crate::model::{Span, Text};
use crate::report::hash::Hashes;
use crate::report::quotes::quote;
use crate::report::words::{clean, message, name, say};
use crate::report::{Report, git, paths, ways};
use crate::verdict::{ProjectOverview, Undeclared};

/// From so many findings on a second thread is worth its start.
const MANY: usize = 256;

/// The report of a scan.
pub(super) fn scanned(report: &Report<'_>) -> Saved {
    let top = paths::top(report);
    Saved {
        version: 1,
        tool: Tool::own(),
        time: Timestamp::from_second(report.clock.as_second()).unwrap_or(report.clock),
        language: report.lang,
        root: report.shown_root.to_owned(),
        path_prefix: paths::way_down(&top, report.root).join("/"),
        profile: Safe::made(report.profile),
        config: report.config.map(|config| Config {
            path: Safe::made(config.path.as_str()),
            from_tree: config.from_tree,
        }),
        repository: repository(report, &top),
        has_baseline: report.has_baseline,
        diff: report.diff.map(|diff| Diff {
            against: Safe::made(diff.against.as_str()),
            tree: Safe::made(diff.tree.as_str()),
        }),
        knowledge: Knowledge {
            date: Safe::made(BuiltIn::new().date),
            overlay: report.overlay.map(Safe::made),
        },
        summary: summary(report),
        outcome: Outcome {
            exit: report.outcome.status.code(),
            findings: report.outcome.fails,
            incomplete: report.outcome.incomplete,
            empty: report.outcome.empty,
        },
        findings: findings(report),
        rules: tallies(report),
        projects: report
            .overview
            .projects
            .iter()
            .map(|one| project(report, one))
            .collect(),
        alternatives: report.overview.alternatives.clone(),
        inactive_profiles: report
            .overview
            .inactive
            .iter()
            .map(|own| InactiveProfile {
                profile: named(report, &own.name),
                findings: own.findings,
                services: own.services,
            })
            .collect(),
        paths: ways::worst(report),
        coverage: coverage(report),
    }
}

/// A name of the scanned tree.
fn named(report: &Report<'_>, text: &str) -> Safe {
    Safe::made(name(report, text))
}

/// A place.
fn location(report: &Report<'_>, span: Span) -> Location {
    let place = report.texts.locate(span);
    Location {
        path: paths::from_root(report, &place.path).into_owned(),
        line: place.start.line,
        column: place.start.utf16,
        end_line: place.end.line,
        end_column: place.end.utf16,
    }
}

/// A place with what stands there.
fn place(report: &Report<'_>, span: Span) -> Quoted {
    let (quote, around) = quote(report.texts, span).unwrap_or_default();
    Quoted {
        location: location(report, span),
        quote,
        around,
    }
}

/// A place with what is to be said of it.
pub(in crate::report) fn noted(report: &Report<'_>, span: Span, message: String) -> Noted {
    Noted {
        location: location(report, span),
        message: Safe::made(message),
    }
}

/// Where the files come from, so that readers find them elsewhere too. It is told of the folder that
/// paths start at alone, so it holds for no other one.
fn repository(report: &Report<'_>, top: &Path) -> Option<Repository> {
    let repository = git::find(report.root).filter(|own| own.root == top)?;
    let shown = |text: &String| report.redactor.clean(text) == *text;
    let origin = repository.origin.filter(|own| shown(&own.address))?;
    let safe = |text: String| Safe::from(text.as_str());
    Some(Repository {
        address: safe(origin.address),
        revision: origin.revision.map(safe),
        branch: origin.branch.filter(shown).map(safe),
    })
}

fn summary(report: &Report<'_>) -> Summary {
    let of = |status: &str| {
        let all = report.findings.iter();
        all.filter(|one| one.status() == status).count()
    };
    Summary {
        active: Counts::new(|severity| {
            let active = report.findings.iter().filter(|one| one.is_active());
            active.filter(|one| one.severity == severity).count()
        }),
        suppressed: of("suppressed") + of("waived"),
        baseline: of("baseline"),
        unchanged: of("unchanged"),
        inactive: of("inactive-profile"),
    }
}

fn findings(report: &Report<'_>) -> Vec<Finding> {
    let all = report.findings;
    let hashes = Hashes::new(report.texts);
    let one = |own| finding::finding(report, &hashes, own);
    if all.len() >= MANY {
        all.par_iter().map(one).collect()
    } else {
        all.iter().map(one).collect()
    }
}

fn tallies(report: &Report<'_>) -> Vec<Tally> {
    let all = report.tallies.iter();
    all.map(|(rule, tally)| Tally {
        rule: Safe::made(rule.id),
        subjects: tally.subjects,
        failed: tally.failed,
        unknown: tally.unknown,
        not_applicable: tally.not_applicable,
    })
    .collect()
}

fn project(report: &Report<'_>, project: &ProjectOverview) -> Project {
    Project {
        path: project.path.to_string(),
        name: project.name.as_deref().map(|own| named(report, own)),
        services: project.services,
        inactive_services: project.inactive,
        findings: Counts::new(|severity| {
            let mut counts = project.findings.iter();
            let own = counts.find(|(own, _)| *own == severity);
            own.map_or(0, |(_, count)| *count)
        }),
    }
}

fn coverage(report: &Report<'_>) -> Coverage {
    let (files, bytes) = report.read;
    let found = report.found;
    let gaps = report.findings.iter().filter(|finding| finding.is_gap);
    let code = report.not_analysed.iter();
    Coverage {
        files,
        bytes,
        paths: report
            .files
            .iter()
            .map(|path| report.redactor.clean(path))
            .collect(),
        found: Found {
            compose: found.compose,
            env: found.env,
            python: found.python,
            notebooks: found.notebooks,
            packages: found.packages,
        },
        searched: Searched {
            files: report.searched.files,
            bytes: report.searched.bytes,
            binary: report.searched.binary,
        },
        first: first(report).map(|span| place(report, span)),
        undeclared: report.overview.undeclared,
        unread: gaps
            .map(|finding| {
                let place = location(report, finding.span);
                Unread {
                    path: place.path,
                    line: place.line,
                    rule: Safe::made(finding.rule.id),
                    reason: Safe::made(message(report, finding).0),
                    accepted: finding.accepted().map(|reason| named(report, reason)),
                }
            })
            .collect(),
        not_analysed: code
            .map(|code| NotAnalysed {
                location: location(report, code.span),
                what: named(report, &code.what),
                why: Safe::made(say(report.lang, code.why, &[])),
            })
            .collect(),
        paste: paste(report),
    }
}

/// The first line of the first file that was judged.
fn first(report: &Report<'_>) -> Option<Span> {
    let of_project = report.overview.projects.first().map(|one| &*one.path);
    let path = of_project.or_else(|| report.files.first().map(String::as_str));
    let texts = report.texts.all();
    let is_first = |text: &&Arc<Text>| Some(&**text.path()) == path && !text.whole().is_empty();
    let text = texts.iter().find(is_first)?;
    Some(Span::new(text.id(), text.line_range(text.lines().first())))
}

/// The lines of the configuration that declare what is missing as supplied at deploy.
fn paste(report: &Report<'_>) -> Option<String> {
    let Undeclared { files, variables } = report.undeclared?;
    let mut lines = String::new();
    for (key, names) in [("files", files), ("variables", variables)] {
        // What a terminal would obey, or what may be a secret, is not offered for pasting.
        let safe = |text: &&String| clean(&report.redactor.clean(text)) == **text;
        let names: Vec<String> = names
            .iter()
            .filter(safe)
            .filter_map(|name| serde_json::to_string(name).ok())
            .collect();
        if !names.is_empty() {
            let _ = writeln!(lines, "{key} = [{}]", names.join(", "));
        }
    }
    (!lines.is_empty()).then(|| format!("[supplied]\n{lines}"))
}
