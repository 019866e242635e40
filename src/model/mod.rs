//! The words everybody speaks: texts and places, values and their origins, containers, problems.

mod container;
mod excerpt;
mod lang;
mod lines;
mod offsets;
mod origin;
mod problem;
mod project;
mod remark;
mod sensitive;
mod setting;
mod severity;
mod span;
mod text;

pub use container::{Container, Limits, Mount, MountKind, Namespaces, Port, Variable};
pub use excerpt::{Excerpt, ExcerptLine, REDACTED};
pub use lang::{Both, Lang};
pub use lines::{LineIndex, Position, cell_width};
pub use offsets::OffsetMap;
pub use origin::{Cause, How, Origin, OriginId, Origins, Part, Traced};
pub use problem::{Arg, Problem, ProblemKind};
pub use project::{Deployment, Network, Project};
pub use remark::{Ask, Remark};
pub use sensitive::Sensitive;
pub use setting::Setting;
pub use severity::{Confidence, Exposure, Severity};
pub use span::{Span, TextId};
pub use text::{Decoded, Encoding, Text, Texts};
