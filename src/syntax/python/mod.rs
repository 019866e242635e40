//! Python: programs as trees, and the strings that they give to names.

mod entries;
mod nodes;
pub mod nosec;
mod parser;
mod statements;
mod tree;

pub use entries::entries;
pub use nodes::*;
pub use parser::{Dialect, MAX_DEPTH, parse};
pub use statements::statements;
pub use tree::Tree;
