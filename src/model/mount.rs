//! Mounts.

use super::origin::{OriginId, Traced};

/// The kind of a mount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MountKind {
    /// A path of the host.
    Bind,
    /// A named or anonymous volume.
    Volume,
    /// Memory.
    Tmpfs,
    /// A Windows named pipe.
    Pipe,
    /// A cluster volume or an image.
    Other,
}

/// A mount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// Its kind.
    pub kind: MountKind,
    /// Host path or volume name; `None` for tmpfs and anonymous volumes. A relative path is one
    /// from the folder of the project.
    pub source: Option<String>,
    /// Where the source comes from: the entry itself in the short syntax.
    pub source_origin: Option<OriginId>,
    /// Path in the container.
    pub target: String,
    /// Whether it cannot be written.
    pub read_only: bool,
    /// How mounts made later below it spread (`rprivate`, `rshared`, …), where that is said.
    pub propagation: Option<Traced<String>>,
    /// The options of a tmpfs as the short syntax writes them (`noexec`, `size=64m`, `mode=1777`);
    /// those of the long syntax are written the same way.
    pub options: Vec<String>,
    /// Where the entry comes from.
    pub origin: OriginId,
}
