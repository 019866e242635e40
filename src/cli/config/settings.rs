//! What stands in `hulan.toml`: the keys of the flags, and tables that no flag has.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::python::Python;
use crate::cli::args::{LangArgument, SarifProfileArgument};
use crate::model::Severity;

/// The whole file. Each key is the flag of the same name.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::cli) struct Settings {
    pub(in crate::cli) fail_on: Option<Severity>,
    pub(in crate::cli) exit_zero: bool,
    pub(in crate::cli) lang: Option<LangArgument>,
    pub(in crate::cli) sarif_profile: Option<SarifProfileArgument>,
    pub(in crate::cli) profile: Option<Spanned<String>>,
    pub(in crate::cli) select: Vec<Spanned<String>>,
    pub(in crate::cli) ignore: Vec<Spanned<String>>,
    pub(in crate::cli) exclude: Vec<Spanned<String>>,
    pub(in crate::cli) allow_outside: Option<Spanned<bool>>,
    pub(in crate::cli) env_file: Vec<String>,
    pub(in crate::cli) knowledge: Option<Spanned<String>>,
    pub(in crate::cli) baseline: Option<Spanned<String>>,
    pub(in crate::cli) output: Vec<Spanned<String>>,
    /// Severities by rule or family.
    pub(in crate::cli) severity: BTreeMap<Spanned<String>, Severity>,
    pub(in crate::cli) gate: Gate,
    pub(in crate::cli) coverage: Coverage,
    pub(in crate::cli) supplied: Supplied,
    #[serde(alias = "compose_profiles")]
    pub(in crate::cli) compose_profiles: Vec<String>,
    pub(in crate::cli) parameters: Parameters,
    /// What is deployed, where not everything in the tree is.
    pub(in crate::cli) deployment: Vec<Spanned<Deployment>>,
    pub(in crate::cli) images: Images,
    pub(in crate::cli) python: Python,
    pub(in crate::cli) waivers: Option<WaiverLimits>,
}

/// `[waivers]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::cli) struct WaiverLimits {
    /// How many days a waiver or a suppression may last.
    pub(in crate::cli) longest_days: Option<Spanned<u16>>,
    /// Who may own a waiver; everybody without it.
    pub(in crate::cli) owners: Option<Vec<String>>,
}

/// `[parameters]`: each takes the place of the profile's.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::cli) struct Parameters {
    #[serde(alias = "front_door_ports")]
    pub(in crate::cli) front_door_ports: Option<Vec<u16>>,
    #[serde(alias = "tolerated_capabilities")]
    pub(in crate::cli) tolerated_capabilities: Option<Vec<Spanned<String>>>,
    #[serde(alias = "trusted_images")]
    pub(in crate::cli) trusted_images: Option<Vec<Spanned<String>>>,
    #[serde(alias = "allowed_host_paths")]
    pub(in crate::cli) allowed_host_paths: Option<Vec<Spanned<String>>>,
    #[serde(alias = "image_age_days")]
    pub(in crate::cli) image_age_days: Option<u16>,
}

/// An entry of `deployment`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::cli) struct Deployment {
    /// What reports call it.
    pub(in crate::cli) name: Option<String>,
    /// Its compose files, in their order.
    pub(in crate::cli) files: Vec<String>,
    /// Its env files in place of `.env`.
    #[serde(default, alias = "env_files")]
    pub(in crate::cli) env_files: Vec<String>,
    /// Its Compose profiles.
    #[serde(default)]
    pub(in crate::cli) profiles: Vec<String>,
}

/// `[images]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::cli) struct Images {
    /// What mirrors put before the names of images.
    pub(in crate::cli) mirrors: Vec<Spanned<String>>,
}

/// `[gate]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::cli) struct Gate {
    /// Rules whose findings fail whatever their severity.
    pub(in crate::cli) deny: Vec<Spanned<String>>,
}

/// `[coverage]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::cli) struct Coverage {
    /// Gaps that are accepted.
    pub(in crate::cli) accept: Vec<Spanned<Accept>>,
}

/// An entry of `coverage.accept`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::cli) struct Accept {
    /// The files.
    pub(in crate::cli) path: Spanned<String>,
    /// Why.
    pub(in crate::cli) reason: Spanned<String>,
    /// The last day, as a string or as a date of TOML.
    pub(in crate::cli) until: Option<Spanned<toml::Value>>,
}

/// `[supplied]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::cli) struct Supplied {
    /// Files that come at deploy.
    pub(in crate::cli) files: Vec<Spanned<String>>,
    /// Variables that come at deploy.
    pub(in crate::cli) variables: Vec<String>,
}
