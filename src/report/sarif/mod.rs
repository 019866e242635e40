//! SARIF 2.1.0 as code-review tools read it: every rule that was asked, one result per finding, and
//! what the scan could not read as notifications.

mod address;
mod catalogue;
mod descriptors;
mod git;
mod hash;
mod invocation;
mod line_hash;
mod message;
mod model;
mod places;
mod results;
mod weaknesses;

use std::collections::BTreeMap;

use super::Report;
use super::json::ascii;
use super::words::say;
use crate::model::{Lang, REDACTED};
use address::Addresses;
use catalogue::Catalogue;
use git::Repository;
use model::{
    ArtifactLocation, AutomationDetails, Driver, Log, Message, Run, Tool, VersionControlDetails,
};
use places::Places;

/// How many weaknesses are known by name.
pub(super) fn known_weaknesses() -> usize {
    weaknesses::known()
}

/// Sets these runs apart from those of other tools on one code-review page.
const CATEGORY: &str = "hulan/scan/";

/// The report as SARIF in pure ASCII, with a line end.
pub fn sarif(report: &Report<'_>) -> String {
    let repository = git::find(report.root);
    let catalogue = Catalogue::new(report);
    let places = Places::new(report, Addresses::new(report.root, repository.as_ref()));
    let results = results::results(report, &catalogue, &places);
    let invocation = invocation::invocation(report, &catalogue, &places);
    let run = Run {
        tool: Tool {
            driver: driver(report, &catalogue),
        },
        invocations: [invocation],
        language: language(report.lang),
        version_control_provenance: provenance(report, repository.as_ref()),
        original_uri_base_ids: BTreeMap::from([(model::ROOT, root(report))]),
        // Positions count UTF-16 code units, as editors do.
        column_kind: model::ColumnKind::Utf16CodeUnits,
        redaction_tokens: if places.has_redacted() {
            vec![REDACTED]
        } else {
            Vec::new()
        },
        automation_details: AutomationDetails { id: CATEGORY },
        taxonomies: weaknesses::taxonomies(report.lang, &catalogue),
        results,
    };
    let mut text = ascii(&Log::of(run));
    text.push('\n');
    text
}

/// The pattern of the schema knows a language and a region only, so not `zh-Hans`.
fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh-CN",
    }
}

fn driver(report: &Report<'_>, catalogue: &Catalogue) -> Driver {
    let addresses = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")];
    Driver {
        name: env!("CARGO_PKG_NAME"),
        full_name: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        // Better no address than one that is not ours.
        information_uri: addresses.into_iter().find(|address| !address.is_empty()),
        rules: descriptors::rules(report.lang, catalogue),
        notifications: descriptors::notifications(report.lang, catalogue),
        supported_taxonomies: weaknesses::references(catalogue),
    }
}

/// Where paths start: said in words, for an absolute path would tell about the machine.
fn root(report: &Report<'_>) -> ArtifactLocation {
    ArtifactLocation::described(Message::plain(&say(report.lang, "sarif.root", &[])))
}

/// Where the files come from, so that viewers find them elsewhere too.
fn provenance(report: &Report<'_>, repository: Option<&Repository>) -> Vec<VersionControlDetails> {
    let Some(origin) = repository.and_then(|repository| repository.origin.as_ref()) else {
        return Vec::new();
    };
    let shown = |text: &String| report.redactor.clean(text) == *text;
    if !shown(&origin.address) {
        return Vec::new();
    }
    vec![VersionControlDetails {
        repository_uri: origin.address.clone(),
        revision_id: origin.revision.clone(),
        branch: origin.branch.clone().filter(shown),
        mapped_to: ArtifactLocation::root(),
    }]
}
