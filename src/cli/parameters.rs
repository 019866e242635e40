//! The parameters of rules: those of the profile, and what the configuration puts in their place.

use anyhow::Context as _;
use toml::Spanned;

use super::config::Config;
use crate::meaning::python::PythonOptions;
use crate::rules::{Parameters, Patterns};
use crate::verdict::Profile;

/// The parameters of a scan.
pub(super) fn parameters(profile: &Profile, config: Option<&Config>) -> anyhow::Result<Parameters> {
    let built_in = &profile.parameters;
    let own = config.map(|config| (config, &config.settings.parameters));
    let own = |key: fn(&super::config::Parameters) -> &Option<Vec<Spanned<String>>>| {
        own.and_then(|(config, own)| Some((config, key(own).as_deref()?)))
    };
    let ports = config.and_then(|config| config.settings.parameters.front_door_ports.clone());
    let tolerated_capabilities = match own(|own| &own.tolerated_capabilities) {
        Some((config, names)) => names
            .iter()
            .map(|name| capability(config, name))
            .collect::<anyhow::Result<_>>()?,
        None => strings(built_in.tolerated_capabilities),
    };
    let age = config.and_then(|config| config.settings.parameters.image_age_days);
    Ok(Parameters {
        image_age_days: age.unwrap_or(built_in.image_age_days),
        front_door_ports: ports.unwrap_or_else(|| built_in.front_door_ports.to_vec()),
        tolerated_capabilities,
        trusted_images: patterns(own(|own| &own.trusted_images), built_in.trusted_images)?,
        allowed_host_paths: match own(|own| &own.allowed_host_paths) {
            Some((_, paths)) => paths.iter().map(|path| path.get_ref().clone()).collect(),
            None => strings(built_in.allowed_host_paths),
        },
        python: config.map_or_else(|| Ok(PythonOptions::default()), Config::python)?,
    })
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|one| (*one).to_owned()).collect()
}

/// A capability as rules know it: upper case, without `CAP_`.
fn capability(config: &Config, name: &Spanned<String>) -> anyhow::Result<String> {
    let upper = name.get_ref().to_ascii_uppercase();
    let plain = upper.strip_prefix("CAP_").unwrap_or(&upper);
    let is_name = |c: char| c.is_ascii_uppercase() || c == '_';
    if plain.is_empty() || !plain.chars().all(is_name) {
        let what = "a capability is written as NET_BIND_SERVICE";
        return Err(config.error(&name.span(), what));
    }
    Ok(plain.to_owned())
}

fn patterns(
    own: Option<(&Config, &[Spanned<String>])>,
    built_in: &[&str],
) -> anyhow::Result<Patterns> {
    let Some((config, globs)) = own else {
        return Patterns::new(built_in.iter().copied()).context("a pattern of the profile");
    };
    for glob in globs {
        Patterns::new([glob.get_ref().as_str()])
            .map_err(|error| config.error(&glob.span(), error.kind()))?;
    }
    Ok(Patterns::new(
        globs.iter().map(|glob| glob.get_ref().as_str()),
    )?)
}
