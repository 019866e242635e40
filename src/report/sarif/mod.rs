//! SARIF 2.1.0 as code-review tools read it: every rule that was asked, one result per finding, and
//! what the scan could not read as notifications. Reports of several machines are runs of one log.

mod address;
mod catalogue;
mod descriptors;
mod fixes;
mod invocation;
mod message;
mod model;
mod places;
mod profile;
mod results;
mod suppressions;
mod weaknesses;

use std::collections::BTreeMap;

use super::json::ascii;
use super::told::{Part, Repository, Told};
use super::words::say;
use crate::model::{Lang, REDACTED};
use catalogue::Catalogue;
use model::{ArtifactLocation, Driver, Log, Message, Run, Tool, VersionControlDetails};
use places::Places;
pub use profile::{Pipeline, SarifProfile};

/// How many weaknesses are known by name.
pub(super) fn known_weaknesses() -> usize {
    weaknesses::known()
}

/// What there is to tell as SARIF in pure ASCII, with a line end.
pub fn sarif(told: &Told, profile: &SarifProfile) -> String {
    let runs = told.parts.iter().map(|part| run(part, profile));
    ascii(&Log::of(runs.collect()))
}

fn run(part: &Part, profile: &SarifProfile) -> Run {
    let lang = part.saved.language;
    let catalogue = Catalogue::new(part);
    let places = Places::new(&part.saved.path_prefix);
    let results = results::results(part, &catalogue, &places, profile);
    let invocation = invocation::invocation(part, &catalogue, &places);
    Run {
        tool: Tool {
            driver: driver(part, &catalogue, profile),
        },
        invocations: [invocation],
        language: language(lang),
        version_control_provenance: part.saved.repository.iter().map(provenance).collect(),
        original_uri_base_ids: BTreeMap::from([(model::ROOT, root(lang))]),
        // Positions count UTF-16 code units, as editors do.
        column_kind: model::ColumnKind::Utf16CodeUnits,
        redaction_tokens: if places.has_redacted() {
            vec![REDACTED]
        } else {
            Vec::new()
        },
        automation_details: profile.details(part.machine.as_deref()),
        taxonomies: weaknesses::taxonomies(lang, &catalogue),
        results,
    }
}

/// The pattern of the schema knows a language and a region only, so not `zh-Hans`.
fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh-CN",
    }
}

fn driver(part: &Part, catalogue: &Catalogue<'_>, profile: &SarifProfile) -> Driver {
    let lang = part.saved.language;
    let addresses = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")];
    let name = env!("CARGO_PKG_NAME");
    let version = part.saved.tool.version.to_string();
    Driver {
        name,
        full_name: format!("{name} {version}"),
        semantic_version: version.clone(),
        version,
        // Better no address than one that is not ours.
        information_uri: addresses.into_iter().find(|address| !address.is_empty()),
        rules: descriptors::rules(lang, catalogue, profile.is_audit()),
        notifications: descriptors::notifications(lang, catalogue),
        supported_taxonomies: weaknesses::references(catalogue),
    }
}

/// Where paths start: said in words, for an absolute path would tell about the machine.
fn root(lang: Lang) -> ArtifactLocation {
    ArtifactLocation::described(Message::plain(&say(lang, "sarif.root", &[])))
}

/// Where the files come from, so that viewers find them elsewhere too.
fn provenance(repository: &Repository) -> VersionControlDetails {
    VersionControlDetails {
        repository_uri: repository.address.to_string(),
        revision_id: repository.revision.as_deref().map(str::to_owned),
        branch: repository.branch.as_deref().map(str::to_owned),
        mapped_to: ArtifactLocation::root(),
    }
}
