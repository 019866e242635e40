//! A file that holds secrets, whoever may come by it.

use super::span::{Span, TextId};

/// A file of the deployment that holds secrets.
pub struct KeptFile {
    /// The text that stands for it; empty where only its being there counts.
    pub text: TextId,
    /// Its path as reports show it.
    pub path: String,
    /// What it is.
    pub kind: KeptKind,
    /// Who may use it on this machine.
    pub access: Access,
    /// Whether Git tracks it; `None` where that cannot be told. Without a repository it does not.
    pub tracked: Option<bool>,
    /// The instructions that copy it into an image.
    pub copies: Vec<CopiedBy>,
}

/// What a file with secrets is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptKind {
    /// An env file of a project with at least one secret in it.
    Env,
    /// The file of a secret of a project.
    Secret,
    /// A private key, or a store of keys.
    Key,
}

/// Who may use a file on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// What its mode and those of the folders above let others do.
    Known {
        /// Every user may read it.
        others_read: bool,
        /// Every user may change it.
        others_write: bool,
        /// The users of its group may read it.
        group_reads: bool,
    },
    /// The file system, or the operating system, keeps no modes.
    NotDeterminable,
}

/// An instruction of a Dockerfile that copies a file into an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedBy {
    /// The instruction, or what holds it.
    pub place: Span,
    /// The Dockerfile, or the compose file that holds it, as reports show its path.
    pub dockerfile: String,
    /// How it begins: `COPY . .`.
    pub instruction: String,
    /// Whether the folder of the build is known: a compose file names it. Else it is taken to be
    /// the folder of the Dockerfile.
    pub is_context_known: bool,
    /// Whether it is copied into a stage of which the image takes only a part.
    pub is_other_stage: bool,
}
