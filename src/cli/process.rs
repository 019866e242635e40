//! The environment of the process, which counts only where the user says so: two people, or the
//! same person twice, are to get the same report.

use std::path::PathBuf;

use anyhow::bail;

use super::args::ScanArguments;
use crate::report;

/// Variables that steer Compose start with this.
const STEERING: &str = "COMPOSE_";

/// What counts of the environment of the process.
pub(super) struct Process {
    variables: Vec<(String, String)>,
    is_whole: bool,
}

impl Process {
    /// The variables of `--env`, or all with `--use-environment`.
    pub(super) fn new(arguments: &ScanArguments) -> anyhow::Result<Self> {
        let mut variables = Vec::new();
        for name in &arguments.env {
            if let Some((name, _)) = name.split_once('=') {
                let name = report::clean(name);
                bail!("--env takes a name: '{name}' gets its value from the process");
            }
            let shown = report::clean(name);
            if name.starts_with(STEERING) && !arguments.use_environment {
                bail!("--env '{shown}' steers Compose, which takes --use-environment");
            }
            match std::env::var(name) {
                Ok(value) => variables.push((name.clone(), value)),
                Err(_) => bail!("--env '{shown}' is not set, or no text"),
            }
        }
        if arguments.use_environment {
            let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
                Some((name.into_string().ok()?, value.into_string().ok()?))
            };
            variables = std::env::vars_os().filter_map(text).collect();
            variables.sort();
        }
        Ok(Self {
            variables,
            is_whole: arguments.use_environment,
        })
    }

    /// Whether all of it counts.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The variables that count.
    pub(super) fn into_variables(self) -> Vec<(String, String)> {
        self.variables
    }

    /// The files of `COMPOSE_FILE`.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let Some(named) = self.get("COMPOSE_FILE") else {
            return Vec::new();
        };
        let separator = self.get("COMPOSE_PATH_SEPARATOR").unwrap_or({
            // Windows separates by semicolons, and its paths have colons in them.
            let windows = named.contains(';') || std::path::MAIN_SEPARATOR == '\\';
            if windows { ";" } else { ":" }
        });
        named.split(separator).map(PathBuf::from).collect()
    }

    /// The files of `COMPOSE_ENV_FILES`.
    pub(super) fn env_files(&self) -> Vec<PathBuf> {
        let files = self.get("COMPOSE_ENV_FILES").unwrap_or_default();
        let files = files.split(',').filter(|file| !file.is_empty());
        files.map(PathBuf::from).collect()
    }

    /// The Compose profiles of `COMPOSE_PROFILES`.
    pub(super) fn profiles(&self) -> Vec<String> {
        let names = self.get("COMPOSE_PROFILES").unwrap_or_default();
        let names = names.split(',').map(str::trim);
        let names = names.filter(|name| !name.is_empty());
        names.map(str::to_owned).collect()
    }

    /// Whether `COMPOSE_DISABLE_ENV_FILE` is on.
    pub(super) fn ignores_env_file(&self) -> bool {
        let value = self.get("COMPOSE_DISABLE_ENV_FILE").unwrap_or_default();
        ["1", "t", "true", "y", "yes", "on"].contains(&value.to_ascii_lowercase().as_str())
    }

    /// A variable that steers Compose, if it is set to something.
    fn get(&self, name: &str) -> Option<&str> {
        let known = self.variables.iter().find(|(own, _)| own == name)?;
        (self.is_whole && !known.1.is_empty()).then_some(known.1.as_str())
    }
}
