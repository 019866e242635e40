//! What the user says about a deployment beyond its files.

use std::path::PathBuf;

use crate::input::PathSet;

/// Env files that are named, and what is supplied at deploy.
#[derive(Clone, Debug)]
pub struct Supply {
    /// Env files, absolute, that take the place of `.env` of each project; a later one wins.
    pub env_files: Vec<PathBuf>,
    /// Whether the `.env` of a project is left unread.
    pub ignores_own_env: bool,
    /// Files that are not expected to be there: what they set is set, and not known here.
    pub files: PathSet,
    /// Variables that are set, and not known here, unless an env file says more.
    pub variables: Vec<String>,
    /// Variables of the process that count: they win over every file.
    pub process: Vec<(String, String)>,
    /// Whether `HOME` and `PWD` are those of the process; if not, they are the same for everybody.
    pub knows_home: bool,
    /// Whether a template may stand in for a missing env file.
    pub uses_templates: bool,
    /// The name of the project, where the user gives one.
    pub name: Option<String>,
    /// The Compose profiles that are active, where the user says so; `*` is every one.
    pub profiles: Vec<String>,
}

impl Default for Supply {
    fn default() -> Self {
        Self {
            env_files: Vec::new(),
            ignores_own_env: false,
            files: PathSet::default(),
            variables: Vec::new(),
            process: Vec::new(),
            knows_home: false,
            uses_templates: true,
            name: None,
            profiles: Vec::new(),
        }
    }
}
