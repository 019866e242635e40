//! The stable machine contract: `schema/report-v1.json`. Fields are added, never renamed.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::Report;
use super::summary::paste;
use super::words::{message, name, quoted, say};
use crate::meaning::BuiltIn;
use crate::model::{NotAnalysed, Severity, Span};
use crate::rules::Subject;
use crate::verdict::{Finding, Placed, ProjectOverview, Silence};

/// The report as JSON in pure ASCII, with a line end.
pub fn json(report: &Report<'_>) -> String {
    let document = json!({
        "version": 1,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "root": report.shown_root,
        "profile": report.profile,
        "config": report.config.map(|config| json!({
            "path": config.path,
            "fromTree": config.from_tree,
        })),
        "knowledge": {"date": BuiltIn::new().date, "overlay": report.overlay},
        "summary": summary(report),
        "outcome": {
            "exit": report.outcome.status.code(),
            "findings": report.outcome.fails,
            "incomplete": report.outcome.incomplete,
            "empty": report.outcome.empty,
        },
        "findings": report.findings.iter().map(|found| finding(report, found)).collect::<Vec<_>>(),
        "rules": report.tallies.iter().map(|(rule, tally)| json!({
            "rule": rule.id,
            "subjects": tally.subjects,
            "failed": tally.failed,
            "unknown": tally.unknown,
            "notApplicable": tally.not_applicable,
        })).collect::<Vec<_>>(),
        "projects": report.overview.projects.iter().map(|one| project(report, one)).collect::<Vec<_>>(),
        "inactiveProfiles": report.overview.inactive.iter().map(|profile| json!({
            "profile": name(report, &profile.name),
            "findings": profile.findings,
            "services": profile.services,
        })).collect::<Vec<_>>(),
        "coverage": coverage(report),
    });
    let mut text = ascii(&document);
    text.push('\n');
    text
}

/// A JSON value in pure ASCII: code pages and shells cannot break it.
pub(super) fn ascii(document: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    let mut ascii = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() && character != '\u{7f}' {
            ascii.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}

fn summary(report: &Report<'_>) -> Value {
    let mut counts = Map::new();
    for severity in Severity::ALL {
        let of = |finding: &&Finding| finding.is_active() && finding.severity == severity;
        let count = report.findings.iter().filter(of).count();
        counts.insert(severity.name().to_owned(), count.into());
    }
    let suppressed = report
        .findings
        .iter()
        .filter(|one| !one.is_active() && !one.is_dormant())
        .count();
    counts.insert("suppressed".to_owned(), suppressed.into());
    let inactive = report.findings.iter().filter(|one| one.is_dormant());
    counts.insert("inactive".to_owned(), inactive.count().into());
    Value::Object(counts)
}

fn project(report: &Report<'_>, project: &ProjectOverview) -> Value {
    let counts = project.findings.iter();
    let counts: Map<String, Value> = counts
        .map(|(severity, count)| (severity.name().to_owned(), (*count).into()))
        .collect();
    json!({
        "path": &*project.path,
        "name": project.name.as_deref().map(|own| name(report, own)),
        "services": project.services,
        "inactiveServices": project.inactive,
        "findings": counts,
    })
}

fn finding(report: &Report<'_>, finding: &Finding) -> Value {
    let (sentence, _) = message(report, finding);
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|other| {
            let subjects: Vec<String> = other
                .subjects
                .iter()
                .map(|subject| name(report, subject))
                .collect();
            with(location(report, other.span), "message", subjects.join(", "))
        })
        .collect();
    json!({
        "rule": finding.rule.id,
        "aliases": finding.aliases,
        "name": finding.rule.name,
        "severity": finding.severity.name(),
        "confidence": finding.confidence.name(),
        "exposure": finding.because.map(crate::model::Exposure::name),
        "message": sentence,
        "subject": subject(report, &finding.subject),
        "location": location(report, finding.span),
        "related": related,
        "flow": finding.flow.iter().map(|(place, what)| step(report, *place, what)).collect::<Vec<_>>(),
        "occurrences": finding.occurrences.iter().map(|one| occurrence(report, one)).collect::<Vec<_>>(),
        "fingerprint": finding.fingerprint,
        "status": finding.status(),
        "fromTemplate": finding.from_template,
    })
}

/// A step of the way of a value.
fn step(report: &Report<'_>, place: Span, what: &'static str) -> Value {
    with(location(report, place), "what", say(report.lang, what, &[]))
}

fn occurrence(report: &Report<'_>, placed: &Placed) -> Value {
    json!({
        "subject": subject(report, &placed.occurrence.subject),
        "location": location(report, placed.span),
        "fingerprint": placed.fingerprint,
        "severity": placed.occurrence.severity.name(),
        "status": placed.status(),
        "suppression": placed.silence.map(|silence| suppression(report, silence)),
    })
}

/// Why an occurrence is not reported, in the words of the scanned file.
fn suppression(report: &Report<'_>, silence: Silence) -> Value {
    json!({
        "reason": quoted(report, silence.reason),
        "until": silence.until.map(|day| day.to_string()),
        "location": location(report, silence.span),
    })
}

fn subject(report: &Report<'_>, subject: &Subject) -> Value {
    json!({
        "kind": subject.kind,
        "name": name(report, &subject.name),
        "project": subject.project.as_deref().map(|project| name(report, project)),
    })
}

fn location(report: &Report<'_>, span: Span) -> Value {
    let place = report.texts.locate(span);
    json!({
        "path": &*place.path,
        "line": place.start.line,
        "column": place.start.utf16,
        "endLine": place.end.line,
        "endColumn": place.end.utf16,
    })
}

fn with(mut object: Value, key: &str, value: String) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value.into());
    }
    object
}

fn not_analysed(report: &Report<'_>, code: &NotAnalysed) -> Value {
    json!({
        "location": location(report, code.span),
        "what": name(report, &code.what),
        "why": say(report.lang, code.why, &[]),
    })
}

fn coverage(report: &Report<'_>) -> Value {
    let unread: Vec<Value> = report
        .findings
        .iter()
        .filter(|finding| finding.is_gap)
        .map(|finding| {
            let place = report.texts.locate(finding.span);
            let (reason, _) = message(report, finding);
            json!({
                "path": &*place.path,
                "line": place.start.line,
                "rule": finding.rule.id,
                "reason": reason,
                "accepted": finding.accepted().map(|reason| name(report, reason)),
            })
        })
        .collect();
    let (files, bytes) = report.read;
    let found = report.found;
    json!({
        "files": files,
        "bytes": bytes,
        "found": {
            "compose": found.compose,
            "env": found.env,
            "python": found.python,
            "notebooks": found.notebooks,
            "packages": found.packages,
        },
        "searched": {
            "files": report.searched.files,
            "bytes": report.searched.bytes,
            "binary": report.searched.binary,
        },
        "undeclared": report.overview.undeclared,
        "unread": unread,
        "notAnalysed": report.not_analysed.iter().map(|code| not_analysed(report, code)).collect::<Vec<_>>(),
        "paste": paste(report),
    })
}
