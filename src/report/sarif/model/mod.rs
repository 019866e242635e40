//! The part of SARIF 2.1.0 that hulan writes. Closed sets are enums, and what the standard demands
//! together is made together.

mod descriptor;
mod place;

use std::collections::BTreeMap;

use serde::Serialize;

use super::profile::Pipeline;
use crate::model::Severity;
use crate::report::words::clean;

pub(super) use descriptor::{
    ComponentReference, Configuration, Descriptor, DescriptorProperties, DescriptorReference,
    Relationship, RelationshipKind, Taxonomy, Text,
};
pub(super) use place::{
    ArtifactLocation, CodeFlow, Location, LogicalLocation, PhysicalLocation, Region,
};

/// The name of the folder that all relative addresses start from.
pub(super) const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
pub(super) struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<Run>,
}

impl Log {
    pub(super) fn of(runs: Vec<Run>) -> Self {
        Self {
            schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            version: "2.1.0",
            runs,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub(super) tool: Tool,
    pub(super) invocations: [Invocation; 1],
    pub(super) language: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) version_control_provenance: Vec<VersionControlDetails>,
    pub(super) original_uri_base_ids: BTreeMap<&'static str, ArtifactLocation>,
    pub(super) column_kind: ColumnKind,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) redaction_tokens: Vec<&'static str>,
    pub(super) automation_details: AutomationDetails,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) taxonomies: Vec<Taxonomy>,
    /// Written even when empty: it says that the scan looked and found nothing.
    pub(super) results: Vec<Finding>,
}

#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    pub(super) name: &'static str,
    pub(super) full_name: String,
    pub(super) version: String,
    pub(super) semantic_version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) information_uri: Option<&'static str>,
    pub(super) rules: Vec<Descriptor>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notifications: Vec<Descriptor>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) supported_taxonomies: Vec<ComponentReference>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub(super) execution_successful: bool,
    pub(super) exit_code: u8,
    pub(super) start_time_utc: String,
    pub(super) end_time_utc: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tool_execution_notifications: Vec<Notification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<InvocationProperties>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InvocationProperties {
    pub(super) knowledge_date: String,
    pub(super) knowledge_overlay: String,
}

#[derive(Serialize)]
pub(super) struct Notification {
    pub(super) descriptor: DescriptorReference,
    pub(super) level: Level,
    pub(super) message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VersionControlDetails {
    pub(super) repository_uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revision_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) branch: Option<String>,
    pub(super) mapped_to: ArtifactLocation,
}

#[derive(Serialize)]
pub(super) struct AutomationDetails {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<PipelineProperties>,
}

/// What Advanced Security for Azure DevOps wants to know; it reads texts only.
#[derive(Serialize)]
struct PipelineProperties {
    #[serde(rename = "azuredevops/pipeline/build/buildDefinitionId")]
    definition: String,
    #[serde(rename = "azuredevops/pipeline/build/buildDefinitionName")]
    name: String,
    #[serde(rename = "azuredevops/pipeline/build/phaseId")]
    phase_id: String,
    #[serde(rename = "azuredevops/pipeline/build/phaseName")]
    phase: String,
}

impl AutomationDetails {
    pub(super) fn of(id: String) -> Self {
        Self {
            id,
            properties: None,
        }
    }

    /// The run of a job, on the machine that `below` names.
    pub(super) fn of_pipeline(pipeline: &Pipeline, below: &str) -> Self {
        let definition = pipeline.definition.to_string();
        Self {
            id: format!("azuredevops/pipeline/build/{definition}/hulan/{below}"),
            properties: Some(PipelineProperties {
                definition,
                name: clean(&pipeline.name),
                phase_id: clean(&pipeline.phase_id),
                phase: clean(&pipeline.phase),
            }),
        }
    }
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum ColumnKind {
    Utf16CodeUnits,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Level {
    /// Of what is no failure.
    None,
    Error,
    Warning,
    Note,
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Critical | Severity::High => Self::Error,
            Severity::Medium => Self::Warning,
            Severity::Low | Severity::Info => Self::Note,
        }
    }
}

/// Consumers open an alert for every kind there is, so only an audit has what passes.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Kind {
    Fail,
    Pass,
}

/// Whether a result was there before. A run says it of all its results, or of none.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum BaselineState {
    New,
    Unchanged,
}

/// Why a result is not to be acted on. A run has a list for each of its results, or for none.
#[derive(Serialize)]
pub(super) struct Suppression {
    pub(super) kind: SuppressionKind,
    pub(super) status: &'static str,
    pub(super) justification: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<SuppressionProperties>,
}

/// Where it is said that a result is not to be acted on.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum SuppressionKind {
    InSource,
    External,
}

/// Until when, and by whose word.
#[derive(Serialize)]
pub(super) struct SuppressionProperties {
    pub(super) until: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<String>,
}

/// A result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding {
    pub(super) rule_id: String,
    pub(super) rule_index: usize,
    pub(super) kind: Kind,
    pub(super) level: Level,
    pub(super) message: Message,
    pub(super) locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) code_flows: Vec<CodeFlow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fixes: Vec<Fix>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suppressions: Option<Vec<Suppression>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) baseline_state: Option<BaselineState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fingerprints: Option<Fingerprints>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) partial_fingerprints: Option<PartialFingerprints>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<FindingProperties>,
}

/// Edits after which a result is gone.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fix {
    pub(super) description: Message,
    pub(super) artifact_changes: Vec<ArtifactChange>,
}

/// The edits of one file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactChange {
    pub(super) artifact_location: ArtifactLocation,
    pub(super) replacements: Vec<Replacement>,
}

/// One edit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Replacement {
    pub(super) deleted_region: Region,
    pub(super) inserted_content: Text,
}

#[derive(Serialize)]
pub(super) struct Fingerprints {
    #[serde(rename = "hulan/v1")]
    pub(super) own: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PartialFingerprints {
    pub(super) primary_location_line_hash: String,
}

#[derive(Serialize)]
pub(super) struct FindingProperties {
    pub(super) severity: &'static str,
    pub(super) confidence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exposure: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) aliases: Vec<String>,
    /// The hashes of the programs that it is about, where machines wrote those.
    #[serde(rename = "codeSha256", skip_serializing_if = "Vec::is_empty")]
    pub(super) codes: Vec<String>,
}

/// A sentence: always with its text, and with an id only together with the arguments.
#[derive(Serialize)]
pub(super) struct Message {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    arguments: Vec<String>,
}

impl Message {
    /// A sentence of no rule.
    pub(super) fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            id: None,
            arguments: Vec::new(),
        }
    }

    /// The sentence `id` of a rule, filled in.
    pub(super) fn of_rule(id: String, arguments: Vec<String>, text: String) -> Self {
        Self {
            text,
            id: Some(id),
            arguments,
        }
    }
}
