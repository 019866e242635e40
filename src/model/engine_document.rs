//! What a Docker Engine said of itself when it was asked: one document per engine, which can be
//! saved and judged later. The answers stand in it as the engine gave them, so that nothing is lost
//! which a later version wants to see; only what is said about the asking has types.
//!
//! ```json
//! {
//!   "hulan-engine": 1,
//!   "endpoint": "unix:///var/run/docker.sock",
//!   "failure": {"why": "refused", "hint": "docker-desktop"},
//!   "gaps": [{"call": "/containers/ab12/json", "object": "web", "why": "status", "status": 500}],
//!   "version": {}, "info": {},
//!   "containers": [{}],
//!   "images": [{"inspect": {}, "history": []}],
//!   "networks": [{}], "volumes": [{}],
//!   "swarm": {}, "nodes": [{}], "services": [{}], "plugins": [{}],
//!   "host": {}
//! }
//! ```
//!
//! - `failure` stands there only where nothing came of it: besides it there are then `hulan-engine`
//!   and `endpoint` alone.
//! - `version` is the answer of `/version`, `info` that of `/info`.
//! - `containers` are the answers of `/containers/{id}/json`, sorted by name; `networks` those of
//!   `/networks/{id}`, sorted by name; `volumes` the entries of `/volumes`, sorted by name.
//! - `images` are those that a container uses and those with a name, sorted by id: `inspect` is the
//!   answer of `/images/{id}/json`, `history` that of `/images/{id}/history`. A part that could not
//!   be read is missing, and is a gap.
//! - `swarm`, `nodes` and `services` stand there where the engine manages a swarm. The tokens that
//!   let others join are taken out: they are secrets which nothing is judged by.
//! - `plugins` is the answer of `/plugins`, which Podman does not know.
//! - `host` is what was seen on the machine itself, where it was looked at.
//!
//! A list that could not be read is missing, and is a gap; an empty list is an answer.

use serde::{Deserialize, Serialize};

/// The version of the document, under the key `hulan-engine`.
pub const ENGINE_DOCUMENT_VERSION: u32 = 1;

/// Why nothing came of asking an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EngineFailure {
    /// What went wrong.
    pub why: EngineWhy,
    /// The HTTP status, where that is what went wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What is most likely behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<EngineHint>,
}

/// A question to an engine that found no answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EngineGap {
    /// The path that was asked, without the version of the interface.
    pub call: String,
    /// What it was asked about, as people call it; nothing for a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// What went wrong.
    pub why: EngineWhy,
    /// The HTTP status, where that is what went wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

impl EngineGap {
    /// Whether something is missing from the picture. What went away while it was being asked about
    /// is not: it is no longer part of it.
    pub fn is_hole(&self) -> bool {
        self.why != EngineWhy::Vanished
    }
}

/// What goes wrong when an engine is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EngineWhy {
    /// The socket or port is there, and nobody listens.
    Refused,
    /// The user may not open the socket or pipe.
    Denied,
    /// There is no such socket, pipe or host.
    Absent,
    /// No answer in time.
    Silent,
    /// The connection ended in the middle of an answer.
    Cut,
    /// An answer with an HTTP status other than 200.
    Status,
    /// What came is no HTTP, or no JSON of the expected shape.
    Broken,
    /// There is no encrypted connection: no handshake, or a certificate that is not to be trusted.
    Tls,
    /// More than the limits allow: an answer, the document, or a list.
    TooLarge,
    /// It answers as something else than a Docker Engine.
    NotAnEngine,
    /// It was there when the list was made, and is gone.
    Vanished,
}

/// What is most likely behind a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EngineHint {
    /// The endpoint belongs to Docker Desktop, which is not started, or where nobody is logged in.
    DockerDesktop,
}
