//! Python: programs as trees, and the strings that they give to names.

mod entries;
mod nesting;
pub mod nosec;
mod parser;
mod statements;
mod tree;

pub use entries::{entries, entries_of};
pub use parser::{Dialect, MAX_DEPTH, parse};
pub use statements::statements;
pub use tree::*;
