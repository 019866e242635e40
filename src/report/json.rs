//! The stable machine contract: `schema/report-v1.json`. Fields are added, never renamed.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::cuts::cuts;
use super::edits::{Edit, edits};
use super::hash::Hashes;
use super::quotes::quote;
use super::summary::paste;
use super::words::{self, message, name, quoted, say};
use super::{Report, git, paths};
use crate::meaning::BuiltIn;
use crate::model::{NotAnalysed, Severity, Span, Text};
use crate::rules::{FlowStep, Subject};
use crate::verdict::{Finding, Placed, ProjectOverview, Silence, Waived};

/// The report as JSON in pure ASCII, with a line end.
pub fn json(report: &Report<'_>) -> String {
    let mut text = ascii(&document(report));
    text.push('\n');
    text
}

/// The report as data: what JSON writes, and what the formats are made from that quote no sources.
pub(super) fn document(report: &Report<'_>) -> Value {
    let top = paths::top(report);
    json!({
        "version": 1,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "time": Timestamp::from_second(report.clock.as_second()).unwrap_or(report.clock).to_string(),
        "language": report.lang.name(),
        "root": report.shown_root,
        "pathPrefix": paths::way_down(&top, report.root).join("/"),
        "profile": report.profile,
        "config": report.config.map(|config| json!({
            "path": config.path,
            "fromTree": config.from_tree,
        })),
        "repository": repository(report, &top),
        "hasBaseline": report.has_baseline,
        "diff": report.diff.map(|diff| json!({
            "against": diff.against,
            "tree": diff.tree,
        })),
        "knowledge": {"date": BuiltIn::new().date, "overlay": report.overlay},
        "summary": summary(report),
        "outcome": {
            "exit": report.outcome.status.code(),
            "findings": report.outcome.fails,
            "incomplete": report.outcome.incomplete,
            "empty": report.outcome.empty,
        },
        "findings": findings(report),
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
        "paths": super::ways::counsel_json(report),
        "coverage": coverage(report),
    })
}

/// A JSON value in pure ASCII: code pages and shells cannot break it. Build agents look for commands
/// anywhere in a line; a bracket that would open one is written as its number, which means the same.
pub(super) fn ascii(document: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    let text = words::without_commands(&text, "\\u005b");
    if text.is_ascii() && !text.contains('\u{7f}') {
        return text.into_owned();
    }
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

/// Where the files come from, so that readers find them elsewhere too. It is told of the folder that
/// paths start at alone, so it holds for no other one.
fn repository(report: &Report<'_>, top: &Path) -> Option<Value> {
    let repository = git::find(report.root).filter(|own| own.root == top)?;
    let shown = |text: &String| report.redactor.clean(text) == *text;
    let origin = repository.origin.filter(|own| shown(&own.address))?;
    Some(json!({
        "address": origin.address,
        "revision": origin.revision,
        "branch": origin.branch.filter(shown),
    }))
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
        .filter(|one| !one.is_known() && !one.is_left_out())
        .count();
    counts.insert("suppressed".to_owned(), suppressed.into());
    let known = report.findings.iter().filter(|one| one.is_known());
    counts.insert("baseline".to_owned(), known.count().into());
    let unchanged = report.findings.iter().filter(|one| one.is_left_out());
    counts.insert("unchanged".to_owned(), unchanged.count().into());
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

/// So many other places of a finding are quoted: five hundred containers with one fault need no more.
const MOST_QUOTED: usize = 16;

/// From so many findings on a second thread is worth its start.
const MANY: usize = 256;

fn findings(report: &Report<'_>) -> Vec<Value> {
    let all = report.findings;
    let hashes = Hashes::new(report.texts);
    if all.len() >= MANY {
        let all = all.par_iter();
        all.map(|one| finding(report, &hashes, one)).collect()
    } else {
        let all = all.iter();
        all.map(|one| finding(report, &hashes, one)).collect()
    }
}

fn finding(report: &Report<'_>, hashes: &Hashes<'_>, finding: &Finding) -> Value {
    let (sentence, arguments) = message(report, finding);
    let path = report.texts.locate(finding.span).path;
    let part = finding.subject.inside(&path);
    let related: Vec<Value> = finding
        .related
        .iter()
        .enumerate()
        .map(|(number, other)| {
            let subjects: Vec<String> = other
                .subjects
                .iter()
                .map(|subject| name(report, subject))
                .collect();
            let inside = format!("{}#", report.texts.locate(other.span).path);
            let parts = other.subjects.iter();
            let parts = parts.map(|own| own.strip_prefix(&inside).unwrap_or(own));
            let parts: Vec<String> = parts.map(|own| name(report, own)).collect();
            let place = if number < MOST_QUOTED {
                place(report, other.span)
            } else {
                unquoted(report, other.span)
            };
            let place = with(place, "message", subjects.join(", "));
            with(place, "subjects", parts)
        })
        .collect();
    json!({
        "rule": finding.rule.id,
        "key": finding.message.key,
        "aliases": finding.aliases,
        "name": finding.rule.name,
        "severity": finding.severity.name(),
        "confidence": finding.confidence.name(),
        "exposure": finding.because.map(crate::model::Exposure::name),
        "message": sentence,
        "arguments": arguments,
        "subject": subject(report, &finding.subject),
        "part": part.map(|part| name(report, part)),
        "location": place(report, finding.span),
        "related": related,
        "flow": finding.flow.iter().map(|own| step(report, own)).collect::<Vec<_>>(),
        "occurrences": finding.occurrences.iter().map(|one| occurrence(report, one)).collect::<Vec<_>>(),
        "cuts": cuts(report, finding).into_iter().map(|(span, what)| {
            with(place(report, span), "what", what)
        }).collect::<Vec<_>>(),
        "edits": edits(report, finding).iter().map(|own| edit(report, own)).collect::<Vec<_>>(),
        "fingerprint": finding.fingerprint,
        "lineHash": (!finding.rule.is_about_the_scan()).then(|| hashes.of(finding)),
        "status": finding.status(),
        "fromTemplate": finding.from_template,
    })
}

/// What to write in place of what stands somewhere.
fn edit(report: &Report<'_>, edit: &Edit) -> Value {
    let from = with(location(report, edit.span), "from", edit.from.clone());
    with(from, "text", edit.to.clone())
}

/// A step of the way of a value.
fn step(report: &Report<'_>, step: &FlowStep) -> Value {
    with(place(report, step.place), "what", words::step(report, step))
}

fn occurrence(report: &Report<'_>, placed: &Placed) -> Value {
    json!({
        "subject": subject(report, &placed.occurrence.subject),
        "location": location(report, placed.span),
        "fingerprint": placed.fingerprint,
        "severity": placed.occurrence.severity.name(),
        "status": placed.status(),
        "suppression": placed.silence.map(|silence| suppression(report, silence)),
        "accepted": placed.occurrence.accepted.as_deref().map(|reason| name(report, reason)),
        "waiver": placed.waived.as_ref().map(|waived| waiver(report, waived)),
        "expiredWaiver": placed.lapsed.as_ref().map(|waived| waiver(report, waived)),
        "knownSince": placed.known.and_then(|since| since.0).map(|day| day.to_string()),
        "codeSha256": placed.occurrence.code.as_deref(),
    })
}

/// Who accepts an occurrence, and until when.
fn waiver(report: &Report<'_>, waived: &Waived) -> Value {
    json!({
        "owner": name(report, &waived.owner),
        "created": waived.created.to_string(),
        "until": waived.expires.to_string(),
        "location": location(report, waived.span),
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

/// A place with what is to be said of it.
pub(super) fn located(report: &Report<'_>, span: Span, message: String) -> Value {
    with(location(report, span), "message", message)
}

/// A place as if nothing stood there.
fn unquoted(report: &Report<'_>, span: Span) -> Value {
    let place = with(location(report, span), "quote", Value::Null);
    with(place, "around", Value::Null)
}

/// A place with what stands there.
fn place(report: &Report<'_>, span: Span) -> Value {
    let mut place = location(report, span);
    let quote = quote(report.texts, span).unwrap_or_default();
    if let Some(place) = place.as_object_mut() {
        let around = quote
            .around
            .map(|own| json!({"line": own.first, "endLine": own.last, "text": own.text}));
        place.insert("quote".to_owned(), quote.own.into());
        place.insert("around".to_owned(), around.into());
    }
    place
}

fn location(report: &Report<'_>, span: Span) -> Value {
    let place = report.texts.locate(span);
    json!({
        "path": &*paths::from_root(report, &place.path),
        "line": place.start.line,
        "column": place.start.utf16,
        "endLine": place.end.line,
        "endColumn": place.end.utf16,
    })
}

fn with(mut object: Value, key: &str, value: impl Into<Value>) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value.into());
    }
    object
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
                "path": &*paths::from_root(report, &place.path),
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
        "first": first(report).map(|span| place(report, span)),
        "undeclared": report.overview.undeclared,
        "unread": unread,
        "notAnalysed": report.not_analysed.iter().map(|code| not_analysed(report, code)).collect::<Vec<_>>(),
        "paste": paste(report),
    })
}
