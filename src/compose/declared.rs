//! Deployments that the user declares: these files, and not what Compose would choose.

use std::path::PathBuf;

use super::Supply;
use super::load::{Loaded, Purpose, load};
use super::select::Selection;
use crate::input::Tree;

/// A deployment as it is declared.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// What the user calls it; Compose does not get to know that name.
    pub name: Option<String>,
    /// Its compose files, absolute, in their order.
    pub files: Vec<PathBuf>,
    /// The folder of its project, absolute, where it is not that of the first file.
    pub folder: Option<PathBuf>,
    /// Its env files, absolute, in place of `.env`.
    pub env_files: Vec<PathBuf>,
    /// Its Compose profiles.
    pub profiles: Vec<String>,
}

impl Declared {
    /// Loads its project.
    pub fn load(&self, tree: &Tree<'_>, supply: &Supply) -> Loaded {
        let mut loaded = self.load_found(tree, supply);
        loaded.project.is_declared = true;
        loaded.project.label.clone_from(&self.name);
        loaded
    }

    /// Loads its project, which somebody else than the user speaks of.
    pub(super) fn load_found(&self, tree: &Tree<'_>, supply: &Supply) -> Loaded {
        let mut supply = supply.clone();
        if !self.env_files.is_empty() {
            supply.env_files.clone_from(&self.env_files);
        }
        if !self.profiles.is_empty() {
            supply.profiles.clone_from(&self.profiles);
        }
        let selection = Selection::Files {
            files: self.files.clone(),
            folder: self.folder.clone(),
        };
        load(tree, &selection, &supply, Purpose::Judge)
    }
}
