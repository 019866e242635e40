//! Ways in: what an attacker does step by step, and the changes that end it.

mod drawn;
mod text;
mod told;
mod words;

pub use drawn::{dot, mermaid};
pub(super) use text::ways_in;
pub use text::{paths_json, paths_text};
pub(super) use told::worst;
pub use told::{Asked, Paths, paths};
pub(super) use words::change;
pub use words::node_name;

use crate::graph::cuts::Counsel;
use crate::graph::ways::Ways;
use crate::model::Project;

/// What is said of ways in.
#[derive(Clone, Copy)]
pub struct WaysIn<'a> {
    /// The graph.
    pub ways: &'a Ways,
    /// The worst of them, with what cuts them.
    pub counsel: &'a Counsel,
    /// The projects, by their numbers.
    pub projects: &'a [Project],
}
