//! Where what runs differs from what was declared, and where it does not run as it should.

use super::origin::Cause;
use super::span::Span;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// What differs.
    pub kind: DriftKind,
    /// Which way it differs.
    pub change: Change,
    /// What of it: a mount target, a port, a variable, a setting. Part of its stable name; empty
    /// where the kind says all.
    pub what: String,
    /// The service; the container where no service is to blame; the project where all of it is.
    pub subject: String,
    /// The project's own name, if it has one.
    pub project: Option<String>,
    /// The number of the declared project in the deployment.
    pub number: Option<usize>,
    /// What was declared, in the words of a compose file; `None` for nothing, and for what may be
    /// a secret.
    pub declared: Option<String>,
    /// What runs, in the same words.
    pub running: Option<String>,
    /// Where the files say otherwise; for what they do not say at all, where the engine says it.
    pub place: Span,
    /// Where the value there comes from, if it is one.
    pub cause: Option<Cause>,
    /// Where the engine says how it is: once for each container of the service.
    pub found: Vec<Span>,
    /// Whether both sides are known well: the files that were read are those that the project was
    /// started from.
    pub is_sure: bool,
}

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DriftKind {
    /// Full access to the host.
    Privileged,
    /// The capabilities that result from those of the engine, those added and those dropped.
    Capabilities,
    /// A protection of the kernel, or the switch against new privileges.
    Confinement,
    /// Whom the first process runs as.
    User,
    /// Whether the root file system can be written.
    ReadOnly,
    /// Whose namespace it lives in.
    Namespace,
    /// A device of the host, or a rule about devices.
    Device,
    /// What is mounted at a place.
    Mount,
    /// A published port.
    Port,
    /// A network that it is on.
    Network,
    /// A limit of memory, processors or processes.
    Limit,
    /// A variable of the environment.
    Variable,
    /// The command or the entry point.
    Command,
    /// Another setting.
    Setting,
    /// The image.
    Image,
    /// The same reference, which now means another image.
    TagMoved,
    /// A service without a running container.
    NotRunning,
    /// A project of which nothing runs.
    NotDeployed,
    /// A container that nothing declares.
    Undeclared,
    /// A running project whose files were not given.
    NotGiven,
    /// A container of a service that is no longer declared.
    Removed,
    /// A container of `docker compose run` that goes on and on.
    OneOff,
    /// A project that was started from other files than those that were read.
    OtherFiles,
    /// One name for projects in several folders.
    SharedName,
    /// A container that ends and is started again and again.
    RestartLoop,
    /// A container that its health check calls ill.
    Unhealthy,
    /// A container in which the memory ran out.
    OutOfMemory,
}

impl DriftKind {
    /// Its name in policies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Capabilities => "capabilities",
            Self::Confinement => "confinement",
            Self::User => "user",
            Self::ReadOnly => "read-only",
            Self::Namespace => "namespace",
            Self::Device => "device",
            Self::Mount => "mount",
            Self::Port => "port",
            Self::Network => "network",
            Self::Limit => "limit",
            Self::Variable => "variable",
            Self::Command => "command",
            Self::Setting => "setting",
            Self::Image => "image",
            Self::TagMoved => "tag-moved",
            Self::NotRunning => "not-running",
            Self::NotDeployed => "not-deployed",
            Self::Undeclared => "undeclared",
            Self::NotGiven => "not-given",
            Self::Removed => "removed",
            Self::OneOff => "one-off",
            Self::OtherFiles => "other-files",
            Self::SharedName => "shared-name",
            Self::RestartLoop => "restart-loop",
            Self::Unhealthy => "unhealthy",
            Self::OutOfMemory => "out-of-memory",
        }
    }
}

/// Which way something differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// What runs is protected no less than what was declared, or more.
    Stronger,
    /// It is just different.
    Other,
    /// What runs can do or reach more, or is protected less.
    Weaker,
}
