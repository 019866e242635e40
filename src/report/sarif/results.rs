//! Findings as results.

use super::catalogue::Catalogue;
use super::fixes::fixes;
use super::message::{linked, pass, plain};
use super::model::{
    self, BaselineState, CodeFlow, FindingProperties, Fingerprints, Kind, Level, Location,
    LogicalLocation, PartialFingerprints,
};
use super::places::Places;
use super::profile::SarifProfile;
use super::suppressions::suppressions;
use crate::report::told::{self, Finding, One, Part, Quoted, Related, Tally, rule};
use crate::report::words::{listed, say};
use crate::rules::Rule;

/// So many names are given to one place.
const MOST_NAMES: usize = 16;

/// The findings about the deployment, worst first. GitHub opens an alert for a suppressed result as
/// well: only an audit has those, and what was asked and found nothing.
pub(super) fn results(
    part: &Part,
    catalogue: &Catalogue<'_>,
    places: &Places<'_>,
    profile: &SarifProfile,
) -> Vec<model::Finding> {
    let is_audit = profile.is_audit();
    let has_earlier = is_audit && has_earlier(part);
    let all = part.all().filter(|one| !one.is_about_the_scan());
    let told = all.filter(|one| one.finding.is_active() || (is_audit && !one.finding.is_dormant()));
    let told = told.map(|one| model::Finding {
        suppressions: is_audit.then(|| suppressions(one.finding)),
        baseline_state: has_earlier.then(|| state(one.finding)),
        ..result(one, catalogue, places)
    });
    let mut results: Vec<model::Finding> = told.collect();
    if is_audit {
        results.extend(passes(part, catalogue, places));
    }
    results
}

/// Whether there is an earlier state: a baseline, or a revision.
fn has_earlier(part: &Part) -> bool {
    part.saved.has_baseline || part.saved.diff.is_some()
}

/// Whether a finding was there before.
fn state(finding: &Finding) -> BaselineState {
    if finding.is_old() {
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
fn passes<'t>(
    part: &'t Part,
    catalogue: &'t Catalogue<'t>,
    places: &'t Places<'t>,
) -> impl Iterator<Item = model::Finding> + 't {
    let place = part.saved.coverage.first.as_ref();
    let failed = |tally: &Tally| {
        let mut found = part.saved.findings.iter();
        found.any(|one| one.rule == tally.rule)
    };
    let asked = part.saved.rules.iter().filter(move |tally| {
        let is_clear = judged(tally) > 0 && tally.failed == 0 && tally.unknown == 0;
        let known = rule(&tally.rule);
        is_clear && known.is_some_and(|rule| !rule.is_about_the_scan()) && !failed(tally)
    });
    let pass = move |(place, tally): (&Quoted, &Tally)| model::Finding {
        rule_id: tally.rule.to_string(),
        rule_index: catalogue.index(&tally.rule),
        kind: Kind::Pass,
        level: Level::None,
        message: pass(part.saved.language, judged(tally)),
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
        baseline_state: has_earlier(part).then_some(BaselineState::Unchanged),
        fingerprints: None,
        partial_fingerprints: None,
        properties: None,
    };
    asked
        .filter_map(move |tally| Some((place?, tally)))
        .map(pass)
}

fn result(one: One<'_>, catalogue: &Catalogue<'_>, places: &Places<'_>) -> model::Finding {
    let finding = one.finding;
    let lang = one.part.saved.language;
    let also = |(id, other)| also(one, places, id, other);
    let mut related_locations: Vec<Location> = (1..).zip(&finding.related).map(also).collect();
    let cuts = (related_locations.len() + 1..).zip(&finding.cuts);
    related_locations.extend(cuts.map(|(id, cut)| {
        let sentence = say(lang, "sarif.edit", &[("what", &cut.what)]);
        said(places, Some(id), &cut.location, &sentence)
    }));
    let related = finding.related.iter().map(|own| &*own.location);
    let others: Vec<&told::Location> = related
        .chain(finding.cuts.iter().map(|own| &*own.location))
        .collect();
    let codes = finding.occurrences.iter();
    let mut codes: Vec<String> = codes
        .filter_map(|own| own.code_sha256.as_deref().map(str::to_owned))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    model::Finding {
        rule_id: finding.rule.to_string(),
        rule_index: catalogue.index(&finding.rule),
        kind: Kind::Fail,
        level: finding.severity.into(),
        message: linked(one, others.iter().copied()),
        locations: [primary(one, places)],
        related_locations,
        code_flows: flow(one, places).into_iter().collect(),
        fixes: fixes(lang, places, finding),
        suppressions: None,
        baseline_state: None,
        fingerprints: Some(Fingerprints {
            own: finding.fingerprint.to_string(),
        }),
        partial_fingerprints: finding.line_hash.as_ref().map(|hash| PartialFingerprints {
            primary_location_line_hash: hash.to_string(),
        }),
        properties: Some(FindingProperties {
            severity: finding.severity.name(),
            confidence: finding.confidence.name(),
            exposure: finding.exposure.map(|own| own.name().to_owned()),
            aliases: finding.aliases.iter().map(|own| own.to_string()).collect(),
            codes,
        }),
    }
}

/// A place with a sentence.
fn said(places: &Places<'_>, id: Option<usize>, place: &Quoted, sentence: &str) -> Location {
    Location {
        id,
        physical: places.part(place),
        logical: Vec::new(),
        message: Some(plain(sentence)),
    }
}

/// The way of the value, up to the place of the finding, if it is known.
fn flow(one: One<'_>, places: &Places<'_>) -> Option<CodeFlow> {
    let finding = one.finding;
    if finding.flow.is_empty() {
        return None;
    }
    let lang = one.part.saved.language;
    let step = |place: &Quoted, what: &str| {
        said(
            places,
            None,
            place,
            &say(lang, "sarif.step", &[("what", what)]),
        )
    };
    let steps = finding.flow.iter();
    let mut steps: Vec<Location> = steps.map(|own| step(&own.location, &own.what)).collect();
    // A way through the deployment ends with what it reaches.
    if !one.rule().is_some_and(Rule::is_about_combinations) {
        let used = say(lang, "python.step.used", &[]);
        steps.push(step(&finding.location, &used));
    }
    Some(CodeFlow::over(steps))
}

fn primary(one: One<'_>, places: &Places<'_>) -> Location {
    let finding = one.finding;
    let here = finding.occurrences.iter();
    let here = here.filter(|own| &*own.status == "active" && own.location == *finding.location);
    let others = here.map(|own| &*own.subject.name);
    let names = std::iter::once(&*finding.subject.name).chain(others);
    Location {
        id: None,
        physical: places.part(&finding.location),
        logical: logical(finding, names),
        message: None,
    }
}

fn also(one: One<'_>, places: &Places<'_>, id: usize, other: &Related) -> Location {
    let subjects: Vec<&str> = other.subjects.iter().map(|own| &**own).collect();
    let args = [("subjects", &*listed(&subjects))];
    let sentence = say(one.part.saved.language, "sarif.related", &args);
    Location {
        logical: logical(one.finding, subjects.into_iter()),
        ..said(places, Some(id), &other.location, &sentence)
    }
}

/// The names of a place: in the compose model the services that it belongs to, in a workflow the
/// node.
fn logical<'f>(finding: &Finding, names: impl Iterator<Item = &'f str>) -> Vec<LogicalLocation> {
    let subject = &finding.subject;
    let whole = || subject.name.to_string();
    match &*subject.kind {
        "program" => finding
            .part
            .iter()
            .map(|part| LogicalLocation {
                name: part.to_string(),
                fully_qualified_name: whole(),
                kind: "module",
            })
            .collect(),
        "endpoint" => vec![LogicalLocation {
            name: whole(),
            fully_qualified_name: whole(),
            kind: "resource",
        }],
        "container" => {
            let mut logical: Vec<LogicalLocation> = Vec::new();
            for name in names {
                let is_new = logical.iter().all(|known| known.name != name);
                if is_new && logical.len() < MOST_NAMES {
                    logical.push(LogicalLocation {
                        fully_qualified_name: format!("services.{name}"),
                        name: name.to_owned(),
                        kind: "member",
                    });
                }
            }
            logical
        }
        _ => Vec::new(),
    }
}
