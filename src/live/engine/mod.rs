//! What a Docker Engine knows of its containers, images, networks and volumes, and of itself. Every
//! question is a GET; nothing is ever changed. The answers become one document, whose shape stands
//! at [`ENGINE_DOCUMENT_VERSION`](crate::model::ENGINE_DOCUMENT_VERSION).

mod address;
mod ask;
mod client;
mod collect;
mod context;
mod endpoint;
mod line;
mod system;
mod tasks;
#[cfg(test)]
mod tests;
mod tls;
mod transport;

pub use collect::collect_engine;
pub use endpoint::{EndpointError, EngineEndpoint, engine_endpoint};

use std::time::Duration;

/// How long and how much an engine is asked.
#[derive(Clone, Copy, Debug)]
pub struct EngineLimits {
    /// For one call, from connecting to the last byte of the answer.
    pub call: Duration,
    /// For all calls together.
    pub whole: Duration,
    /// The longest answer, in bytes.
    pub body: u64,
    /// All answers together, in bytes.
    pub document: u64,
    /// So many calls are under way at once.
    pub at_once: usize,
    /// So many containers, networks and volumes are looked at, of each.
    pub objects: usize,
    /// So many images are looked at.
    pub images: usize,
    /// After so many calls without an answer in time the rest are not made.
    pub patience: usize,
}

impl Default for EngineLimits {
    fn default() -> Self {
        Self {
            call: Duration::from_secs(10),
            whole: Duration::from_mins(5),
            body: 16 * 1024 * 1024,
            document: 256 * 1024 * 1024,
            at_once: 8,
            objects: 10_000,
            images: 1_000,
            patience: 16,
        }
    }
}
