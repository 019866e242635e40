//! What Compose makes of its files: the values that take effect, and where they come from.

mod check;
mod container_env;
mod env_files;
pub mod environment;
mod fields;
pub mod interpolate;
mod known;
mod limits;
mod load;
mod mounts;
mod ports;
mod project_env;
mod service;
mod shape;
mod supply;
mod types;
mod value;

pub use load::{Loaded, load};
pub use supply::Supply;
pub use types::canonical;
