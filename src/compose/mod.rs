//! What Compose makes of its files: the values that take effect, and where they come from.

mod build;
mod canonical;
mod cast;
mod config;
mod consistency;
mod container_env;
mod declared;
mod discover;
mod document;
mod env_files;
pub mod environment;
mod extends;
mod fields;
mod include;
mod index;
pub mod interpolate;
mod known;
mod load;
mod merging;
mod mounted;
mod normalise;
mod path;
mod paths;
mod port;
mod profiles;
mod project;
mod project_env;
mod published;
mod resets;
mod schema;
mod select;
mod service;
mod stages;
mod supply;
#[cfg(test)]
mod testing;
mod types;
mod unicity;
mod value;
mod volume;

pub use config::{Effective, Leaf};
pub use declared::Declared;
pub use discover::{Discovered, discover, unopened};
pub use load::{Loaded, Purpose, load};
pub use select::Selection;
pub use supply::Supply;
