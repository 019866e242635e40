//! What is to be told of a finding.

use super::{location, named, place};
use crate::report::Report;
use crate::report::cuts::cuts;
use crate::report::edits::edits;
use crate::report::hash::Hashes;
use crate::report::told::Safe;
use crate::report::told::finding::{
    Edit, Finding, Occurrence, Related, Step, Subject, Suppression, Waiver,
};
use crate::report::words::{message, quoted, step};
use crate::rules;
use crate::verdict::{self, Placed, Silence, Waived};

/// A finding with all its places.
pub(super) fn finding(
    report: &Report<'_>,
    hashes: &Hashes<'_>,
    finding: &verdict::Finding,
) -> Finding {
    let (sentence, arguments) = message(report, finding);
    let path = report.texts.locate(finding.span).path;
    let part = finding.subject.inside(&path);
    let is_about_a_file = !finding.rule.is_about_the_scan();
    let flow = finding.flow.iter();
    let cuts = cuts(report, finding).into_iter();
    let edits = edits(report, finding).into_iter();
    Finding {
        rule: Safe::made(finding.rule.id),
        key: Some(Safe::made(finding.message.key)),
        aliases: finding.aliases.iter().copied().map(Safe::made).collect(),
        name: Safe::made(finding.rule.name),
        severity: finding.severity,
        confidence: finding.confidence,
        exposure: finding.because,
        message: Safe::made(sentence),
        arguments: arguments.into_iter().map(Safe::made).collect(),
        subject: subject(report, &finding.subject),
        part: part.map(|part| named(report, part)),
        location: place(report, finding.span),
        related: finding
            .related
            .iter()
            .map(|own| related(report, own))
            .collect(),
        to_change: finding.to_change,
        flow: flow
            .map(|own| Step {
                location: place(report, own.place),
                what: Safe::made(step(report, own)),
            })
            .collect(),
        occurrences: finding
            .occurrences
            .iter()
            .map(|one| occurrence(report, one))
            .collect(),
        cuts: cuts
            .map(|(span, what)| Step {
                location: place(report, span),
                what: Safe::made(what),
            })
            .collect(),
        edits: edits
            .map(|edit| Edit {
                location: location(report, edit.span),
                from: edit.from,
                text: edit.to,
            })
            .collect(),
        fingerprint: Safe::made(finding.fingerprint.as_str()),
        line_hash: is_about_a_file.then(|| Safe::made(hashes.of(finding))),
        status: Safe::made(finding.status()),
        from_template: finding.from_template,
        steered: finding.is_steered,
    }
}

fn related(report: &Report<'_>, other: &verdict::Related) -> Related {
    // A program inside of the file has a name of its own.
    let inside = format!("{}#", report.texts.locate(other.span).path);
    let all = other.subjects.iter();
    let names: Vec<Safe> = all.clone().map(|own| named(report, own)).collect();
    let parts = all.map(|own| own.strip_prefix(&inside).unwrap_or(own));
    Related {
        location: place(report, other.span),
        message: Safe::made(
            names
                .iter()
                .map(|own| &**own)
                .collect::<Vec<_>>()
                .join(", "),
        ),
        subjects: parts.map(|own| named(report, own)).collect(),
    }
}

fn occurrence(report: &Report<'_>, placed: &Placed) -> Occurrence {
    let own = &placed.occurrence;
    Occurrence {
        subject: subject(report, &own.subject),
        location: location(report, placed.span),
        fingerprint: Safe::made(placed.fingerprint.as_str()),
        severity: own.severity,
        status: Safe::made(placed.status()),
        suppression: placed.silence.map(|silence| suppression(report, silence)),
        accepted: own.accepted.as_deref().map(|reason| named(report, reason)),
        waiver: placed.waived.as_ref().map(|waived| waiver(report, waived)),
        expired_waiver: placed.lapsed.as_ref().map(|waived| waiver(report, waived)),
        known_since: placed
            .known
            .and_then(|since| since.0)
            .map(|day| Safe::made(day.to_string())),
        code_sha256: own.code.as_deref().map(Safe::made),
    }
}

/// Who accepts an occurrence, and until when.
fn waiver(report: &Report<'_>, waived: &Waived) -> Waiver {
    Waiver {
        owner: named(report, &waived.owner),
        created: Safe::made(waived.created.to_string()),
        until: Safe::made(waived.expires.to_string()),
        location: location(report, waived.span),
    }
}

/// Why an occurrence is not reported, in the words of the scanned file.
fn suppression(report: &Report<'_>, silence: Silence) -> Suppression {
    Suppression {
        reason: Safe::made(quoted(report, silence.reason)),
        until: silence.until.map(|day| Safe::made(day.to_string())),
        location: location(report, silence.span),
    }
}

fn subject(report: &Report<'_>, subject: &rules::Subject) -> Subject {
    Subject {
        kind: Safe::made(subject.kind),
        name: named(report, &subject.name),
        project: subject
            .project
            .as_deref()
            .map(|project| named(report, project)),
    }
}
