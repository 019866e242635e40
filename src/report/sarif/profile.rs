//! Who reads a SARIF report.

use super::model::AutomationDetails;
use crate::report::paths::percent_encoded;

/// Sets these runs apart from those of other tools on one code-review page.
const CATEGORY: &str = "hulan/scan/";

/// What a SARIF report has in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SarifProfile {
    /// What is to be acted on: GitHub opens an alert for every result, whatever else is said of it.
    #[default]
    Github,
    /// The same, with the pipeline that it comes from, for GitHub Advanced Security for Azure DevOps.
    Azure(Pipeline),
    /// Also what is suppressed, accepted, known or unchanged, and which rules found nothing.
    Audit,
}

/// The job of Azure Pipelines that runs the scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// The number of the pipeline (`SYSTEM_DEFINITIONID`).
    pub definition: u64,
    /// Its name (`BUILD_DEFINITIONNAME`).
    pub name: String,
    /// The GUID of the job (`SYSTEM_PHASEID`).
    pub phase_id: String,
    /// Its name (`SYSTEM_PHASENAME`).
    pub phase: String,
}

impl SarifProfile {
    /// Whether everything is in it.
    pub(super) fn is_audit(&self) -> bool {
        matches!(self, Self::Audit)
    }

    /// What sets the run apart from others: of several in one log, the name of the machine as well.
    pub(super) fn details(&self, machine: Option<&str>) -> AutomationDetails {
        let below = machine.map(|name| format!("{}/", percent_encoded(name)));
        let below = below.unwrap_or_default();
        match self {
            Self::Azure(pipeline) => AutomationDetails::of_pipeline(pipeline, &below),
            _ => AutomationDetails::of(format!("{CATEGORY}{below}")),
        }
    }
}
