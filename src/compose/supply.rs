//! What the user says about a deployment beyond its files.

use std::path::PathBuf;

use crate::input::PathSet;

/// Env files that are named, and what is supplied at deploy.
#[derive(Debug, Default)]
pub struct Supply {
    /// Env files, absolute, that take the place of `.env` of each project; a later one wins.
    pub env_files: Vec<PathBuf>,
    /// Files that are not expected to be there: what they set is set, and not known here.
    pub files: PathSet,
    /// Variables that are set, and not known here, unless an env file says more.
    pub variables: Vec<String>,
}
