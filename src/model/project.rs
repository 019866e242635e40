//! A compose project and everything that was read of a deployment.

use std::collections::BTreeMap;

use super::container::Container;
use super::origin::Origins;
use super::problem::Problem;
use super::remark::Remark;
use super::span::TextId;

/// A compose project as Compose would start it.
pub struct Project {
    /// The name that the project gives itself (`name:`); never one derived from its folder.
    pub name: Option<String>,
    /// The compose file (the first one, where several are merged).
    pub file: TextId,
    /// Its services.
    pub containers: Vec<Container>,
    /// Its networks by key, with what exposure needs to know.
    pub networks: BTreeMap<String, Network>,
    /// Where each value came from.
    pub origins: Origins,
    /// What could not be read or followed.
    pub problems: Vec<Problem>,
    /// Templates (`.env.example`) that stand in for missing env files: their values are no
    /// deployment's.
    pub templates: Vec<TextId>,
}

/// A network of a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// No way out of it (`internal: true`).
    pub internal: bool,
    /// Made elsewhere (`external: true`): who else is on it is not known.
    pub external: bool,
}

/// Everything that was read.
#[derive(Default)]
pub struct Deployment {
    /// The compose projects, in the order of their paths.
    pub projects: Vec<Project>,
    /// Problems that belong to no project.
    pub problems: Vec<Problem>,
    /// Comments in the files that speak to hulan.
    pub remarks: Vec<Remark>,
}
