//! The words everybody speaks: texts and places, values and their origins, containers, problems.

pub mod certificate;
mod container;
mod daemon;
mod directory;
mod drift;
mod endpoint;
mod engine;
mod engine_document;
mod host_facts;
mod kept;
mod lang;
mod lines;
mod mount;
mod offsets;
mod origin;
mod port;
mod problem;
mod project;
mod quote;
mod remark;
mod running;
mod sensitive;
mod setting;
mod settings_file;
mod severity;
mod span;
mod text;

pub use container::{Container, Limits, Namespaces, Variable};
pub use daemon::{
    Daemon, DaemonSource, EngineProgram, LISTS as DAEMON_LISTS, Listener, ListenerGuard,
    SWITCHES as DAEMON_SWITCHES, Swarm, WORDS as DAEMON_WORDS,
};
pub use directory::{
    Directory, DirectoryKind, Encryption, MOST_SERVERS, Mapping, Said, Server, TlsVersion,
    Verification,
};
pub use drift::{Change, Drift, DriftKind};
pub use endpoint::{
    Account, AnonymousRead, Chain, ClearBind, Configured, ConfiguredCertificate, Demand, Failure,
    Ldap, Protocol, RootEntry, SNAPSHOT_VERSION, Snapshot, Taken, Tls, Unanswered, Why,
};
pub use engine::{ComposeLabels, Engine, EngineKind, Image, Instance, State, Step};
pub use engine_document::{
    ENGINE_DOCUMENT_VERSION, EngineFailure, EngineGap, EngineHint, EngineWhy,
};
pub use host_facts::{HostFacts, HostFile, HostRole};
pub use kept::{Access, CopiedBy, KeptFile, KeptKind};
pub use lang::{Both, Lang};
pub use lines::{LineIndex, Position, cell_width};
pub use mount::{Mount, MountKind};
pub use offsets::OffsetMap;
pub use origin::{Cause, How, Origin, OriginId, Origins, Part, Traced};
pub use port::Port;
pub use problem::{Arg, Problem, ProblemKind};
pub use project::{
    Deployment, FileGrant, GrantKind, Network, NotAnalysed, Project, RunLines, Startup, Volume,
};
pub use quote::{Located, REDACTED};
pub use remark::{Ask, Remark};
pub use running::{
    Build, Command, Dependency, Device, Grant, Health, Hook, HookTime, HostName, Logging, Pair,
    Ulimit,
};
pub use sensitive::Sensitive;
pub use setting::Setting;
pub use settings_file::{SettingsEntry, SettingsFault, SettingsFile, SettingsKind};
pub use severity::{Confidence, Exposure, Severity};
pub use span::{Span, TextId};
pub use text::{Decoded, Encoding, Text, Texts};
