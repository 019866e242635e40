//! Findings as results.

use std::sync::Arc;

use super::catalogue::Catalogue;
use super::cuts::cuts;
use super::fixes::fixes;
use super::hash::Hashes;
use super::message::{message, pass, plain};
use super::model::{
    self, BaselineState, CodeFlow, FindingProperties, Fingerprints, Kind, Level, Location,
    LogicalLocation, PartialFingerprints,
};
use super::places::Places;
use super::profile::SarifProfile;
use super::suppressions::suppressions;
use crate::model::{Arg, Exposure, Span, Text};
use crate::report::Report;
use crate::report::words::{name, say, step, values_of};
use crate::rules::{FlowStep, Rule, Tally};
use crate::verdict::{Finding, Related};

/// So many names are given to one place.
const MOST_NAMES: usize = 16;

/// The findings about the deployment, worst first. GitHub opens an alert for a suppressed result as
/// well: only an audit has those, and what was asked and found nothing.
pub(super) fn results(
    report: &Report<'_>,
    catalogue: &Catalogue,
    places: &Places<'_>,
    profile: &SarifProfile,
) -> Vec<model::Finding> {
    let mut hashes = Hashes::new(report.texts);
    let all = report.findings.iter();
    let mut results: Vec<model::Finding> = all
        .filter(|finding| !finding.rule.is_about_the_scan())
        .filter(|finding| finding.is_active() || (profile.is_audit() && !finding.is_dormant()))
        .map(|finding| model::Finding {
            suppressions: profile.is_audit().then(|| suppressions(report, finding)),
            baseline_state: profile.has_earlier().then(|| state(finding)),
            ..result(report, catalogue, places, &mut hashes, finding)
        })
        .collect();
    if profile.is_audit() {
        results.extend(passes(report, catalogue, places, profile));
    }
    results
}

/// Whether a finding was there before: the baseline knows it, or nothing of it changed.
fn state(finding: &Finding) -> BaselineState {
    if finding.is_known() || finding.is_left_out() {
        BaselineState::Unchanged
    } else {
        BaselineState::New
    }
}

/// How many subjects a rule is about, of those that it was asked about.
fn judged(tally: &Tally) -> usize {
    tally.subjects.saturating_sub(tally.not_applicable)
}

/// The rules that were asked and found nothing, each at the top of the first file that was judged: a
/// result has a place.
fn passes(
    report: &Report<'_>,
    catalogue: &Catalogue,
    places: &Places<'_>,
    profile: &SarifProfile,
) -> Vec<model::Finding> {
    let texts = report.texts.all();
    let of_project = report.overview.projects.first().map(|one| &*one.path);
    let first = of_project.or_else(|| report.files.first().map(String::as_str));
    let is_first = |text: &&Arc<Text>| Some(&**text.path()) == first && !text.whole().is_empty();
    let Some(text) = texts.iter().find(is_first) else {
        return Vec::new();
    };
    let lines = text.lines();
    let place = Span::new(text.id(), text.line_range(lines.first()));
    let failed = |rule: &Rule| report.findings.iter().any(|one| one.rule.id == rule.id);
    let asked = report.tallies.iter();
    let asked = asked.filter(|(rule, tally)| {
        let is_clear = judged(tally) > 0 && tally.failed == 0 && tally.unknown == 0;
        is_clear && !rule.is_about_the_scan() && !failed(rule)
    });
    let pass = |(rule, tally): &(&'static Rule, Tally)| model::Finding {
        rule_id: rule.id,
        rule_index: catalogue.index(rule),
        kind: Kind::Pass,
        level: Level::None,
        message: pass(report.lang, judged(tally)),
        locations: [Location {
            id: None,
            physical: places.part(place),
            logical: Vec::new(),
            message: None,
        }],
        related_locations: Vec::new(),
        code_flows: Vec::new(),
        fixes: Vec::new(),
        suppressions: Some(Vec::new()),
        baseline_state: profile.has_earlier().then_some(BaselineState::Unchanged),
        fingerprints: None,
        partial_fingerprints: None,
        properties: None,
    };
    asked.map(pass).collect()
}

fn result(
    report: &Report<'_>,
    catalogue: &Catalogue,
    places: &Places<'_>,
    hashes: &mut Hashes<'_>,
    finding: &Finding,
) -> model::Finding {
    let related = (1..).zip(&finding.related);
    let related = related.map(|(id, other)| also(report, places, id, finding, other));
    let mut related_locations: Vec<Location> = related.collect();
    related_locations.extend(cuts(report, places, finding, related_locations.len() + 1));
    model::Finding {
        rule_id: finding.rule.id,
        rule_index: catalogue.index(finding.rule),
        kind: Kind::Fail,
        level: finding.severity.into(),
        message: message(report, finding),
        locations: [primary(report, places, finding)],
        related_locations,
        code_flows: flow(report, places, finding).into_iter().collect(),
        fixes: fixes(report, places, finding),
        suppressions: None,
        baseline_state: None,
        fingerprints: Some(Fingerprints {
            own: finding.fingerprint.clone(),
        }),
        partial_fingerprints: Some(PartialFingerprints {
            primary_location_line_hash: hashes.of(finding),
        }),
        properties: Some(FindingProperties {
            severity: finding.severity.name(),
            confidence: finding.confidence.name(),
            exposure: finding.because.map(Exposure::name),
            aliases: finding.aliases.clone(),
            codes: finding.codes().into_iter().map(str::to_owned).collect(),
        }),
    }
}

/// The way of the value, up to the place of the finding, if it is known.
fn flow(report: &Report<'_>, places: &Places<'_>, finding: &Finding) -> Option<CodeFlow> {
    if finding.flow.is_empty() {
        return None;
    }
    let end = FlowStep {
        place: finding.span,
        what: "python.step.used",
        name: None,
        args: Vec::new(),
    };
    // A way through the deployment ends with what it reaches.
    let is_of_program = finding
        .flow
        .iter()
        .any(|own| own.what.starts_with("python."));
    let end = is_of_program.then_some(&end);
    let steps = finding.flow.iter().chain(end);
    let steps = steps.map(|own| {
        let what = step(report, own);
        let sentence = say(report.lang, "sarif.step", &[("what", &what)]);
        Location {
            id: None,
            physical: places.part(own.place),
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
    if finding.subject.kind == "endpoint" {
        let name = name(report, &finding.subject.name);
        logical.push(LogicalLocation {
            fully_qualified_name: name.clone(),
            name,
            kind: "resource",
        });
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
