//! Findings as results.

use super::catalogue::Catalogue;
use super::hash::Hashes;
use super::message::{message, plain};
use super::model::{
    self, CodeFlow, FindingProperties, Fingerprints, Kind, Location, LogicalLocation,
    PartialFingerprints,
};
use super::places::Places;
use crate::model::{Arg, Exposure};
use crate::report::Report;
use crate::report::words::{name, say, values_of};
use crate::verdict::{Finding, Related};

/// So many names are given to one place.
const MOST_NAMES: usize = 16;

/// The findings about the deployment, worst first. GitHub opens an alert for a suppressed result as
/// well: there is none.
pub(super) fn results(
    report: &Report<'_>,
    catalogue: &Catalogue,
    places: &Places<'_>,
) -> Vec<model::Finding> {
    let mut hashes = Hashes::new(report.texts);
    report
        .findings
        .iter()
        .filter(|finding| finding.is_active() && !finding.rule.is_about_the_scan())
        .map(|finding| result(report, catalogue, places, &mut hashes, finding))
        .collect()
}

fn result(
    report: &Report<'_>,
    catalogue: &Catalogue,
    places: &Places<'_>,
    hashes: &mut Hashes<'_>,
    finding: &Finding,
) -> model::Finding {
    let related = finding.related.iter().enumerate();
    model::Finding {
        rule_id: finding.rule.id,
        rule_index: catalogue.index(finding.rule),
        kind: Kind::Fail,
        level: finding.severity.into(),
        message: message(report, finding),
        locations: [primary(report, places, finding)],
        related_locations: related
            .map(|(index, other)| also(report, places, index + 1, finding, other))
            .collect(),
        code_flows: flow(report, places, finding).into_iter().collect(),
        fingerprints: Fingerprints {
            own: finding.fingerprint.clone(),
        },
        partial_fingerprints: PartialFingerprints {
            primary_location_line_hash: hashes.of(finding),
        },
        properties: FindingProperties {
            severity: finding.severity.name(),
            confidence: finding.confidence.name(),
            exposure: finding.because.map(Exposure::name),
            aliases: finding.aliases.clone(),
        },
    }
}

/// The way of the value, up to the place of the finding, if it is known.
fn flow(report: &Report<'_>, places: &Places<'_>, finding: &Finding) -> Option<CodeFlow> {
    if finding.flow.is_empty() {
        return None;
    }
    let end = (finding.span, "python.step.used");
    let steps = finding.flow.iter().copied().chain([end]);
    let steps = steps.map(|(place, what)| {
        let what = say(report.lang, what, &[]);
        let sentence = say(report.lang, "sarif.step", &[("what", &what)]);
        Location {
            id: None,
            physical: places.part(place),
            logical: Vec::new(),
            message: Some(plain(&sentence)),
        }
    });
    Some(CodeFlow::over(steps.collect()))
}

fn primary(report: &Report<'_>, places: &Places<'_>, finding: &Finding) -> Location {
    let here = finding.occurrences.iter();
    let here = here.filter(|placed| placed.is_active() && placed.span == finding.span);
    let others = here.map(|placed| placed.occurrence.subject.name.as_str());
    let names = std::iter::once(finding.subject.name.as_str()).chain(others);
    Location {
        id: None,
        physical: places.part(finding.span),
        logical: logical(report, finding, names),
        message: None,
    }
}

fn also(
    report: &Report<'_>,
    places: &Places<'_>,
    id: usize,
    finding: &Finding,
    other: &Related,
) -> Location {
    let inside = format!("{}#", report.texts.locate(other.span).path);
    let own = |subject: &String| subject.strip_prefix(&inside).unwrap_or(subject).to_owned();
    let subjects = other.subjects.iter().map(own).map(Arg::Name);
    let subjects = values_of(report, &subjects.collect::<Vec<_>>());
    let sentence = say(report.lang, "sarif.related", &[("subjects", &subjects)]);
    Location {
        id: Some(id),
        physical: places.part(other.span),
        logical: logical(report, finding, other.subjects.iter().map(String::as_str)),
        message: Some(plain(&sentence)),
    }
}

/// The names of a place: in the compose model the services that it belongs to, in a workflow the
/// node.
fn logical<'f>(
    report: &Report<'_>,
    finding: &Finding,
    names: impl Iterator<Item = &'f str>,
) -> Vec<LogicalLocation> {
    let mut logical: Vec<LogicalLocation> = Vec::new();
    if finding.subject.kind == "program" {
        let path = report.texts.locate(finding.span).path;
        logical.extend(finding.subject.inside(&path).map(|node| LogicalLocation {
            name: name(report, node),
            fully_qualified_name: name(report, &finding.subject.name),
            kind: "module",
        }));
    }
    if finding.subject.kind != "container" {
        return logical;
    }
    for raw in names {
        let name = name(report, raw);
        let is_new = logical.iter().all(|known| known.name != name);
        if is_new && logical.len() < MOST_NAMES {
            logical.push(LogicalLocation {
                fully_qualified_name: format!("services.{name}"),
                name,
                kind: "member",
            });
        }
    }
    logical
}
