//! Docker contexts, as the `docker` command keeps them in its folder.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::endpoint::EndpointError;

/// The name of the context that is none.
pub(super) const DEFAULT: &str = "default";
/// More than a file of the command ever has.
const LONGEST: u64 = 1024 * 1024;

/// The folder of the `docker` command.
pub(super) struct DockerFolder(PathBuf);

/// A context.
#[derive(Debug)]
pub(super) struct Context {
    /// The address of its engine.
    pub(super) host: String,
    /// Whether it believes every certificate.
    pub(super) skips_verification: bool,
    /// The folder that its keys stand in, if it has any.
    pub(super) tls_files: PathBuf,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(rename = "Endpoints", default)]
    endpoints: Endpoints,
}

#[derive(Default, Deserialize)]
struct Endpoints {
    docker: Option<Docker>,
}

#[derive(Deserialize)]
struct Docker {
    #[serde(rename = "Host", default)]
    host: String,
    #[serde(rename = "SkipTLSVerify", default)]
    skips_verification: bool,
}

impl DockerFolder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The context that the configuration of the command chooses.
    pub(super) fn current_context(&self) -> Result<Option<String>, EndpointError> {
        let path = self.0.join("config.json");
        let Some(bytes) = read(&path)? else {
            return Ok(None);
        };
        let broken = || EndpointError::BrokenFile(path.clone());
        let config: Value = serde_json::from_slice(&bytes).map_err(|_| broken())?;
        match config.get("currentContext") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(name)) => Ok(Some(name.clone()).filter(|name| !name.is_empty())),
            Some(_) => Err(broken()),
        }
    }

    /// The context with a name.
    pub(super) fn context(&self, name: &str) -> Result<Context, EndpointError> {
        let mut id = String::new();
        for byte in Sha256::digest(name.as_bytes()) {
            // Writing to a string does not fail.
            let _ = write!(id, "{byte:02x}");
        }
        let contexts = self.0.join("contexts");
        let path = contexts.join("meta").join(&id).join("meta.json");
        let bytes = read(&path)?.ok_or_else(|| EndpointError::NoContext(name.to_owned()))?;
        let meta: Option<Meta> = serde_json::from_slice(&bytes).ok();
        let docker = meta.and_then(|meta| meta.endpoints.docker);
        let docker = docker.ok_or(EndpointError::BrokenFile(path))?;
        Ok(Context {
            host: docker.host,
            skips_verification: docker.skips_verification,
            tls_files: contexts.join("tls").join(&id).join("docker"),
        })
    }
}

/// The content of a file; nothing where there is none.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, EndpointError> {
    let broken = || EndpointError::BrokenFile(path.to_owned());
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(broken()),
    };
    let mut bytes = Vec::new();
    let read = file.take(LONGEST + 1).read_to_end(&mut bytes);
    match read {
        Ok(length) if length as u64 <= LONGEST => Ok(Some(bytes)),
        _ => Err(broken()),
    }
}
