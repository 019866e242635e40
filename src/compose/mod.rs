//! What Compose makes of its files: the values that take effect, and where they come from.

mod check;
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "it waits for the canonical tree, which the loader does not make yet"
    )
)]
mod consistency;
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
mod schema;
mod service;
mod supply;
#[cfg(test)]
mod testing;
mod value;

pub use load::{Loaded, load};
pub use supply::Supply;
