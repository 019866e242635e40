//! What is deployed: the files of the command line, the deployments of the configuration, and what
//! the process says where it is asked.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::ScanArguments;
use super::config::Config;
use super::process::Process;
use crate::compose::{Declared, Supply};
use crate::input::PathSet;
use crate::report;
use crate::scan::{absolute, common_root};
use crate::verdict::Profile;

/// The project that the command line names by its files.
pub(super) struct Named {
    /// Its files, absolute, in their order; empty where it names none.
    pub(super) files: Vec<PathBuf>,
    /// The folder of the project, where it is given; absolute.
    folder: Option<PathBuf>,
}

impl Named {
    /// The files of `--file`, or else those of `COMPOSE_FILE` where the process counts.
    pub(super) fn new(arguments: &ScanArguments, process: &Process) -> anyhow::Result<Self> {
        let (flag, files) = match arguments.file.as_slice() {
            [] => ("COMPOSE_FILE", process.files()),
            files => ("--file", files.to_vec()),
        };
        are_there(flag, &files)?;
        if let Some(folder) = &arguments.project_directory
            && !folder.is_dir()
        {
            bail!("--project-directory '{}' is no folder", shown(folder));
        }
        let folder = arguments.project_directory.as_deref().map(absolute);
        Ok(Self {
            folder: folder.filter(|_| !files.is_empty()),
            files: files.iter().map(|file| absolute(file)).collect(),
        })
    }

    /// What to walk, and the folder that paths are relative to. Without a path of its own a named
    /// project is shown from here, if it lies below.
    pub(super) fn paths(&self, arguments: &ScanArguments) -> (Vec<PathBuf>, Option<PathBuf>) {
        if self.files.is_empty() {
            return (arguments.paths.clone(), None);
        }
        let given: Vec<PathBuf> = arguments.paths.iter().map(|path| absolute(path)).collect();
        let is_default = matches!(arguments.paths.as_slice(), [path] if path == Path::new("."));
        let root = common_root(&given);
        let mut own = self.files.clone();
        own.extend(self.folder.clone());
        if !is_default {
            return (
                given.into_iter().chain(self.files.clone()).collect(),
                Some(root),
            );
        }
        let is_below = own.iter().all(|path| path.starts_with(&root));
        let root = if is_below { root } else { common_root(&own) };
        (self.files.clone(), Some(root))
    }
}

/// The declared deployments; none where whatever Compose would start is judged. What the command
/// line says goes before what the configuration says of a deployment.
pub(super) fn declared(
    arguments: &ScanArguments,
    named: &Named,
    config: Option<&Config>,
) -> anyhow::Result<Vec<Declared>> {
    let mut declared = Vec::new();
    if !named.files.is_empty() {
        declared.push(Declared {
            files: named.files.clone(),
            folder: named.folder.clone(),
            ..Declared::default()
        });
    }
    for entry in config.map_or(&[][..], |config| &config.settings.deployment) {
        let Some(config) = config else { break };
        let own = entry.get_ref();
        if own.files.is_empty() {
            return Err(config.error(&entry.span(), "a deployment has one file at least"));
        }
        let paths = |files: &[String]| -> Vec<PathBuf> {
            let files = files.iter();
            files
                .map(|file| absolute(&config.folder.join(file)))
                .collect()
        };
        if named.files.is_empty() {
            declared.push(Declared {
                name: own.name.clone(),
                files: paths(&own.files),
                folder: None,
                env_files: if arguments.env_file.is_empty() {
                    paths(&own.env_files)
                } else {
                    Vec::new()
                },
                profiles: if arguments.compose_profile.is_empty() {
                    own.profiles.clone()
                } else {
                    Vec::new()
                },
            });
        }
    }
    Ok(declared)
}

/// What is said beyond the files.
pub(super) fn supply(
    arguments: &ScanArguments,
    config: Option<&Config>,
    profile: &Profile,
    process: Process,
) -> anyhow::Result<Supply> {
    are_there("--env-file", &arguments.env_file)?;
    let mut env_files = arguments.env_file.clone();
    if env_files.is_empty() {
        env_files = process.env_files();
        are_there("COMPOSE_ENV_FILES", &env_files)?;
    }
    let mut env_files: Vec<PathBuf> = env_files.iter().map(|file| absolute(file)).collect();
    let mut profiles = arguments.compose_profile.clone();
    let (mut files, mut variables) = (PathSet::default(), Vec::new());
    if profiles.is_empty() {
        profiles = process.profiles();
    }
    if let Some(config) = config {
        let settings = &config.settings;
        if env_files.is_empty() {
            let own = settings.env_file.iter();
            let own = own.map(|file| absolute(&config.folder.join(file)));
            env_files = own.collect();
        }
        if profiles.is_empty() {
            profiles.clone_from(&settings.compose_profiles);
        }
        files = config.paths(&settings.supplied.files, true)?;
        variables.clone_from(&settings.supplied.variables);
    }
    if profiles.is_empty() {
        let own = profile.compose_profiles.iter();
        profiles = own.map(|name| (*name).to_owned()).collect();
    }
    Ok(Supply {
        env_files,
        ignores_own_env: process.ignores_env_file(),
        files,
        variables,
        knows_home: process.is_whole(),
        process: process.into_variables(),
        profiles,
        ..Supply::default()
    })
}

fn are_there(flag: &str, files: &[PathBuf]) -> anyhow::Result<()> {
    match files.iter().find(|file| !file.is_file()) {
        Some(file) => bail!("{flag} '{}' is no file that is there", shown(file)),
        None => Ok(()),
    }
}

fn shown(path: &Path) -> String {
    report::clean(&path.to_string_lossy())
}
