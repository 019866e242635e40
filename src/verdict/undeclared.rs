//! What is missing and may be supplied at deploy, as the configuration would declare it.

use std::path::Path;

use crate::input::{relative, tidy};
use crate::model::{Arg, Deployment, ProblemKind};

/// Files and variables that are needed, not there, and not declared as supplied at deploy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undeclared {
    /// Files, relative to the folder of the configuration, sorted.
    pub files: Vec<String>,
    /// Variables, sorted.
    pub variables: Vec<String>,
}

impl Undeclared {
    /// What a deployment with the scan root `root` lacks, for a configuration in `folder`.
    pub fn of(deployment: &Deployment, root: &Path, folder: &Path) -> Self {
        let mut undeclared = Self::default();
        let projects = deployment.projects.iter();
        for problem in projects.flat_map(|project| &project.problems) {
            let name = |wanted: &str| {
                let mut args = problem.args.iter();
                args.find_map(|(name, arg)| match arg {
                    Arg::Name(value) if *name == wanted => Some(value.as_str()),
                    _ => None,
                })
            };
            if !problem.is_open_gap() {
                continue;
            }
            match problem.kind {
                ProblemKind::MissingEnvFile => {
                    let file = name("file").unwrap_or_default();
                    let path = relative(folder, &tidy(&root.join(file)));
                    let path = path.to_string_lossy().replace('\\', "/");
                    let here = !path.starts_with("../") && !path.starts_with('/');
                    undeclared
                        .files
                        .push(if here { format!("./{path}") } else { path });
                }
                ProblemKind::RequiredVariableUnset => {
                    let variable = name("variable").unwrap_or_default();
                    undeclared.variables.push(variable.to_owned());
                }
                _ => {}
            }
        }
        for list in [&mut undeclared.files, &mut undeclared.variables] {
            list.sort();
            list.dedup();
        }
        undeclared
    }

    /// The same with what is declared already, so that the lines can take the place of those that
    /// are there; nothing where nothing is missing.
    #[must_use]
    pub fn with(mut self, files: &[String], variables: &[String]) -> Option<Self> {
        if self.files.is_empty() && self.variables.is_empty() {
            return None;
        }
        self.files.splice(0..0, files.iter().cloned());
        self.variables.splice(0..0, variables.iter().cloned());
        Some(self)
    }
}
