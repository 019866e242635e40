//! What is there: walking, classifying, reading, decoding. The scanned tree is hostile: regular
//! files only, inside the scan root, up to a limit.

mod classify;
mod decode;
mod git;
mod mode;
mod paths;
mod raw;
mod tree;
mod walk;
mod windows;

pub use classify::{
    FOUND_BY_COMPOSE, Kind, classify, is_compose_text, is_misspelt, is_python_script,
};
pub use decode::decode;
pub use git::{Changes, Hunk, Repositories, Revision, RevisionError};
pub use mode::Modes;
pub use paths::{PathSet, relative};
pub use raw::{Raw, Searched, read_raw};
pub use tree::{Layers, Tree, Unopened, tidy};
pub use walk::{Counts, Found, Walk, walk};
pub use windows::local;

/// Largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;
