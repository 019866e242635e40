//! A compose project and everything that was read of a deployment.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::container::Container;
use super::directory::Directory;
use super::drift::Drift;
use super::engine::Engine;
use super::kept::KeptFile;
use super::origin::{Origins, Traced};
use super::problem::Problem;
use super::remark::Remark;
use super::running::Pair;
use super::sensitive::Sensitive;
use super::settings_file::SettingsFile;
use super::span::{Span, TextId};

/// A compose project as Compose would start it.
pub struct Project {
    /// The name that the project gives itself (`name:`); never one derived from its folder.
    pub name: Option<String>,
    /// What the user calls it, where it is declared.
    pub label: Option<String>,
    /// What Docker Compose makes of it when it is started; nothing of what was not read from files.
    pub startup: Option<Startup>,
    /// The number of the engine that it runs on, where it was seen running and not read from files.
    pub engine: Option<usize>,
    /// Whether the user declares that it is deployed.
    pub is_declared: bool,
    /// The compose file (the first one, where several are merged).
    pub file: TextId,
    /// Its services.
    pub containers: Vec<Container>,
    /// The compose files it is made of, in their order; those that are included or extended are
    /// not among them.
    pub files: Vec<TextId>,
    /// Its networks by key, with what exposure needs to know.
    pub networks: BTreeMap<String, Network>,
    /// Its named volumes.
    pub volumes: Vec<Volume>,
    /// Its configs and secrets.
    pub grants: Vec<FileGrant>,
    /// Where each value came from.
    pub origins: Origins,
    /// What could not be read or followed.
    pub problems: Vec<Problem>,
    /// What Compose reads of it: compose files and env files.
    pub sources: Vec<TextId>,
    /// Templates (`.env.example`) that stand in for missing env files: their values are no
    /// deployment's.
    pub templates: Vec<TextId>,
    /// What is known of its containers where they are lines of a script or a document.
    pub run_lines: Option<RunLines>,
}

/// What is known of containers that are command lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunLines {
    /// Whether they stand in a document: somebody may run them, as they are or in another way.
    pub in_document: bool,
    /// The containers, by their places, of which only what the line says is known or matters: a
    /// variable may hold more flags, or the container is gone when its command ends.
    pub said_only: Vec<usize>,
}

impl Project {
    /// A project without anything, for what belongs to none.
    pub fn nobody() -> Self {
        Self {
            name: None,
            label: None,
            startup: None,
            engine: None,
            is_declared: false,
            file: TextId(u32::MAX),
            containers: Vec::new(),
            files: Vec::new(),
            networks: BTreeMap::new(),
            volumes: Vec::new(),
            grants: Vec::new(),
            origins: Origins::default(),
            problems: Vec::new(),
            sources: Vec::new(),
            templates: Vec::new(),
            run_lines: None,
        }
    }
}

/// What Docker Compose makes of a project when it is started: by this it is found on an engine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Startup {
    /// The name that containers, networks and volumes begin with: its own, one of the environment,
    /// or that of its folder.
    pub name: String,
    /// Its folder, absolute.
    pub folder: PathBuf,
    /// Its files, absolute, in their order.
    pub files: Vec<PathBuf>,
    /// How many containers a service has, where it is said (`scale`, `deploy.replicas`).
    pub replicas: BTreeMap<String, u64>,
}

/// A network of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in Compose"
)]
pub struct Network {
    /// No way out of it (`internal: true`).
    pub internal: bool,
    /// Made elsewhere (`external: true`): who else is on it is not known.
    pub external: bool,
    /// Any container of the engine may join it (`attachable: true`).
    pub attachable: bool,
    /// Whether it has IPv6.
    pub ipv6: bool,
    /// The driver; `None` is `bridge`.
    pub driver: Option<String>,
    /// The name in the engine, where the project gives one.
    pub name: Option<String>,
    /// Options of the driver.
    pub options: Vec<Pair>,
    /// Where the project declares it; `None` for the implied default network.
    pub place: Option<Span>,
}

/// A named volume of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Its key.
    pub key: String,
    /// The driver; `None` is `local`.
    pub driver: Option<String>,
    /// The name in the engine, where the project gives one.
    pub name: Option<String>,
    /// Made elsewhere.
    pub external: bool,
    /// Options of the driver: `type`, `o` and `device` make a volume a mount of something else.
    pub options: Vec<Pair>,
    /// Where it is declared.
    pub place: Span,
}

/// Whether a file is a config or a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantKind {
    /// `configs`
    Config,
    /// `secrets`
    Secret,
}

/// A config or secret of a project.
#[derive(Clone, PartialEq, Eq)]
pub struct FileGrant {
    /// Which of both.
    pub kind: GrantKind,
    /// Its key.
    pub key: String,
    /// The file it is, from the folder of the project.
    pub file: Option<Traced<String>>,
    /// The variable that holds it.
    pub environment: Option<Traced<String>>,
    /// Its content, where that stands in the compose file.
    pub content: Option<Traced<Sensitive>>,
    /// Made elsewhere.
    pub external: bool,
    /// Where it is declared.
    pub place: Span,
}

/// Code that was found and not analysed. That nothing is said of it does not make it safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnalysed {
    /// Where it stands.
    pub span: Span,
    /// What it is called in its file: the title of a node, `cell 3`; empty where it has no name.
    pub what: String,
    /// Why not: a key of `policies/texts.yaml`.
    pub why: &'static str,
}

/// Everything that was read.
#[derive(Default)]
pub struct Deployment {
    /// The compose projects, in the order of their paths; after them those that engines run.
    pub projects: Vec<Project>,
    /// The engines that were asked.
    pub engines: Vec<Engine>,
    /// The files of settings of Docker Desktop and WSL.
    pub settings: Vec<SettingsFile>,
    /// Where engines differ from the files.
    pub drift: Vec<Drift>,
    /// Problems that belong to no project.
    pub problems: Vec<Problem>,
    /// How many configurations of Nginx were judged.
    pub nginx: usize,
    /// How many scripts of Windows were judged.
    pub host_scripts: usize,
    /// How many Dockerfiles were judged.
    pub dockerfiles: usize,
    /// What files tell clients of LDAP directories, in the order of the files.
    pub directories: Vec<Directory>,
    /// The files that hold secrets, in the order of their paths.
    pub kept: Vec<KeptFile>,
    /// How many compose files are no part of the deployments that the user declares.
    pub undeclared: usize,
    /// Comments in the files that speak to hulan.
    pub remarks: Vec<Remark>,
    /// Code that was found and that nobody analyses, in the order of the files.
    pub not_analysed: Vec<NotAnalysed>,
}
