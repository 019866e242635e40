//! What a Linux host says of the files of its engine.

use super::span::Span;

/// What a host says.
pub struct HostFacts {
    /// Where the document says so.
    pub place: Span,
    /// The files that were looked for and are there.
    pub files: Vec<HostFile>,
    /// The rules of its audit system; nothing where they cannot be read.
    pub audit: Option<Vec<String>>,
    /// Where the document has them.
    pub audit_place: Span,
    /// The folder of the engine's data and the mount that it lies on, with its place.
    pub data_root: Option<(String, String, Span)>,
    /// Who may use the engine by the group `docker`, each with its place.
    pub members: Vec<(String, Span)>,
}

/// A file or folder of an engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostFile {
    /// What it is for.
    pub role: HostRole,
    /// Its path.
    pub path: String,
    /// Where the document names it.
    pub place: Span,
    /// Its owner and group, by name or else by number; nothing where that cannot be told.
    pub owner: Option<(String, String)>,
    /// Who may use it; nothing where that cannot be told.
    pub mode: Option<u32>,
}

/// What a file of an engine is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostRole {
    /// A unit of systemd.
    Unit,
    /// A file or folder of settings.
    Settings,
    /// A certificate.
    Certificate,
    /// A private key.
    Key,
    /// The socket that the engine is asked at.
    Socket,
    /// The socket of containerd.
    ContainerdSocket,
    /// A program.
    Program,
    /// The data of the engine.
    Data,
}

impl HostRole {
    /// All with their names in documents.
    pub const ALL: [(&'static str, Self); 8] = [
        ("unit", Self::Unit),
        ("settings", Self::Settings),
        ("certificate", Self::Certificate),
        ("key", Self::Key),
        ("socket", Self::Socket),
        ("containerd-socket", Self::ContainerdSocket),
        ("program", Self::Program),
        ("data", Self::Data),
    ];

    /// The one of a name.
    pub fn of(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|(own, _)| *own == name).map(|(_, role)| *role)
    }
}
