//! SARIF 2.1.0 as code-review tools read it: every rule that was asked, one result per finding, and
//! what the scan could not read as notifications.

mod address;
mod catalogue;
mod cuts;
mod descriptors;
mod fixes;
mod hash;
mod invocation;
mod line_hash;
mod message;
mod model;
mod places;
mod profile;
mod results;
mod suppressions;
mod weaknesses;

use std::collections::BTreeMap;

use super::git::{self, Repository};
use super::json::ascii;
use super::words::say;
use super::{Report, paths};
use crate::model::{Lang, REDACTED};
use address::Addresses;
use catalogue::Catalogue;
use model::{ArtifactLocation, Driver, Log, Message, Run, Tool, VersionControlDetails};
use places::Places;
pub use profile::{Pipeline, SarifProfile};

/// How many weaknesses are known by name.
pub(super) fn known_weaknesses() -> usize {
    weaknesses::known()
}

/// The report as SARIF in pure ASCII, with a line end.
pub fn sarif(report: &Report<'_>, profile: &SarifProfile) -> String {
    let top = paths::top(report);
    // It says where the top of the repository comes from, so it holds for no other folder.
    let repository = git::find(report.root).filter(|repository| repository.root == top);
    let catalogue = Catalogue::new(report);
    let places = Places::new(report, Addresses::new(report.root, &top));
    let results = results::results(report, &catalogue, &places, profile);
    let invocation = invocation::invocation(report, &catalogue, &places);
    let run = Run {
        tool: Tool {
            driver: driver(report, &catalogue, profile),
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
        automation_details: profile.details(),
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

fn driver(report: &Report<'_>, catalogue: &Catalogue, profile: &SarifProfile) -> Driver {
    let addresses = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")];
    Driver {
        name: env!("CARGO_PKG_NAME"),
        full_name: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        // Better no address than one that is not ours.
        information_uri: addresses.into_iter().find(|address| !address.is_empty()),
        rules: descriptors::rules(report.lang, catalogue, profile.is_audit()),
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
