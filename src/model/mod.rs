//! The words everybody speaks: texts and places, values and their origins, containers, problems.

mod container;
mod excerpt;
mod kept;
mod lang;
mod lines;
mod mount;
mod offsets;
mod origin;
mod port;
mod problem;
mod project;
mod remark;
mod running;
mod sensitive;
mod setting;
mod severity;
mod span;
mod text;

pub use container::{Container, Limits, Namespaces, Variable};
pub use excerpt::{Excerpt, ExcerptLine, REDACTED};
pub use kept::{Access, CopiedBy, KeptFile, KeptKind};
pub use lang::{Both, Lang};
pub use lines::{LineIndex, Position, cell_width};
pub use mount::{Mount, MountKind};
pub use offsets::OffsetMap;
pub use origin::{Cause, How, Origin, OriginId, Origins, Part, Traced};
pub use port::Port;
pub use problem::{Arg, Problem, ProblemKind};
pub use project::{Deployment, FileGrant, GrantKind, Network, NotAnalysed, Project, Volume};
pub use remark::{Ask, Remark};
pub use running::{
    Build, Command, Dependency, Device, Grant, Health, Hook, HookTime, HostName, Logging, Pair,
    Ulimit,
};
pub use sensitive::Sensitive;
pub use setting::Setting;
pub use severity::{Confidence, Exposure, Severity};
pub use span::{Span, TextId};
pub use text::{Decoded, Encoding, Text, Texts};
