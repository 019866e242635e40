//! Who reads the SARIF.

use anyhow::{Context as _, anyhow};

use super::args::SarifProfileArgument;
use crate::report::{Pipeline, SarifProfile};

/// The profile `own`, with what the agent of Azure Pipelines says of its job.
pub(super) fn profile(own: SarifProfileArgument) -> anyhow::Result<SarifProfile> {
    Ok(match own {
        SarifProfileArgument::Github => SarifProfile::Github,
        SarifProfileArgument::Azure => SarifProfile::Azure(pipeline()?),
        SarifProfileArgument::Audit => SarifProfile::Audit,
    })
}

fn pipeline() -> anyhow::Result<Pipeline> {
    let own = |name: &str| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty());
        value.with_context(|| {
            format!("--sarif-profile azure is for jobs of Azure Pipelines: {name} is not set")
        })
    };
    let definition = own("SYSTEM_DEFINITIONID")?;
    let phase_id = own("SYSTEM_PHASEID")?;
    let is_guid = |text: &str| {
        let parts: Vec<usize> = text.split('-').map(str::len).collect();
        let is_digit = |letter: char| letter.is_ascii_hexdigit() || letter == '-';
        parts == [8, 4, 4, 4, 12] && text.chars().all(is_digit)
    };
    if !is_guid(&phase_id) {
        return Err(anyhow!("SYSTEM_PHASEID is no GUID"));
    }
    Ok(Pipeline {
        definition: definition
            .parse()
            .context("SYSTEM_DEFINITIONID is no number")?,
        name: own("BUILD_DEFINITIONNAME")?,
        phase_id,
        phase: own("SYSTEM_PHASENAME")?,
    })
}
