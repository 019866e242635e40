//! A container engine as it answered: what it runs, what it keeps, how it is set up. The containers
//! themselves are those of [`Project`](super::Project); here is what only a running engine tells.

use jiff::Timestamp;

use super::container::Variable;
use super::daemon::Daemon;
use super::host_facts::HostFacts;
use super::origin::Origins;
use super::running::{Health, Pair};
use super::sensitive::Sensitive;
use super::setting::Setting;
use super::span::{Span, TextId};

/// An engine that was asked.
pub struct Engine {
    /// The address that it was asked at: `unix:///var/run/docker.sock`.
    pub name: String,
    /// The document of its answers.
    pub text: TextId,
    /// Where the document says the address.
    pub place: Span,
    /// Which product it is.
    pub kind: EngineKind,
    /// How it is set up.
    pub daemon: Daemon,
    /// What the machine says of its files, where hulan runs on it.
    pub host: Option<HostFacts>,
    /// Its containers, in the order of their names.
    pub instances: Vec<Instance>,
    /// Its images, in the order of their ids.
    pub images: Vec<Image>,
    /// Where the values of its images came from.
    pub origins: Origins,
}

/// Which product an engine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineKind {
    /// Docker Engine on a machine of its own.
    Docker,
    /// Docker Desktop, which keeps its engine in a virtual machine.
    DockerDesktop,
    /// Podman, through the interface that it shares with Docker.
    Podman,
    /// Something else that speaks the same.
    Other,
}

/// A container of an engine, whatever state it is in.
pub struct Instance {
    /// Its id, 64 hexadecimal digits.
    pub id: String,
    /// Its name, without the leading slash.
    pub name: String,
    /// The number of its project in the deployment.
    pub project: usize,
    /// The number of its [`Container`](super::Container) in that project.
    pub container: usize,
    /// Where the document has its name.
    pub place: Span,
    /// The id of the image that it was made from.
    pub image: String,
    /// What Docker Compose says of it, if that made it.
    pub compose: Option<ComposeLabels>,
    /// How it is.
    pub state: State,
}

/// How a container is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// `running`, `exited`, `restarting`, `paused`, `created`, `dead`…, in lower case.
    pub status: String,
    /// Where the document says so.
    pub place: Span,
    /// `healthy`, `unhealthy`, `starting`; nothing without a health check.
    pub health: Option<String>,
    /// How often the engine has started it again.
    pub restarts: u64,
    /// What its last process ended with.
    pub exit_code: i64,
    /// Whether memory ran out.
    pub oom_killed: bool,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last started.
    pub started: Option<Timestamp>,
    /// When it last ended.
    pub finished: Option<Timestamp>,
}

impl State {
    /// Whether its processes exist.
    pub fn is_up(&self) -> bool {
        matches!(self.status.as_str(), "running" | "restarting" | "paused")
    }
}

/// The labels that Docker Compose puts on what it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComposeLabels {
    /// `com.docker.compose.project`
    pub project: String,
    /// `com.docker.compose.service`
    pub service: String,
    /// `com.docker.compose.container-number`
    pub number: u32,
    /// Made by `docker compose run` (`com.docker.compose.oneoff`).
    pub is_one_off: bool,
    /// `com.docker.compose.project.working_dir`, as it was written.
    pub working_dir: Option<String>,
    /// `com.docker.compose.project.config_files`, as they were written.
    pub config_files: Vec<String>,
    /// `com.docker.compose.config-hash`
    pub config_hash: Option<String>,
    /// Where the document names the project.
    pub place: Span,
}

/// An image that an engine keeps.
pub struct Image {
    /// Its id, `sha256:` and 64 hexadecimal digits.
    pub id: String,
    /// Where the document has the id.
    pub place: Span,
    /// `repository:tag`, as many as it has.
    pub tags: Vec<String>,
    /// `repository@sha256:…`: empty for one that no registry gave or took.
    pub digests: Vec<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// The user of its first process.
    pub user: Setting<String>,
    /// Its health check.
    pub health: Setting<Health>,
    /// Its environment.
    pub environment: Vec<Variable>,
    /// Its labels.
    pub labels: Vec<Pair>,
    /// The ports that it says it listens on, with protocol.
    pub exposed: Vec<Pair>,
    /// The steps that it was made by, the last one first.
    pub history: Vec<Step>,
    /// The numbers of the instances that were made from it.
    pub used_by: Vec<usize>,
}

/// A step of the making of an image.
pub struct Step {
    /// The command, as the builder noted it. It may hold a secret.
    pub command: Sensitive,
    /// Where the document has it.
    pub place: Span,
    /// Whether it added no layer.
    pub is_empty: bool,
}
