//! Which engine: as the `docker` command finds it, so that both speak to the same one.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ClientConfig;

use super::context::{self, DockerFolder};
use super::{address, system, tls};

/// Where an engine is.
#[derive(Clone, Debug)]
pub struct EngineEndpoint {
    name: String,
    pub(super) way: Way,
    pub(super) is_docker_desktop: bool,
}

impl EngineEndpoint {
    /// As `DOCKER_HOST` names it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is reached over TLS.
    pub fn is_encrypted(&self) -> bool {
        matches!(&self.way, Way::Tcp { tls: Some(_), .. })
    }
}

/// How an engine is reached.
#[derive(Clone, Debug)]
pub(super) enum Way {
    /// A socket or pipe of this machine.
    Local(PathBuf),
    /// A port.
    Tcp {
        /// A name or an address, an IPv6 address without brackets.
        host: String,
        /// The port.
        port: u16,
        /// What stands before each path; empty or with a leading `/` and without one at the end.
        base: String,
        /// How it is encrypted, if it is.
        tls: Option<Arc<ClientConfig>>,
    },
}

/// Why it cannot be said which engine is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndpointError {
    /// `ssh://`: that needs a shell on the other machine.
    Ssh,
    /// `fd://`: a socket that systemd hands to the engine itself, which no client has.
    Fd,
    /// No scheme that is known.
    Scheme(String),
    /// A socket on Windows, or a named pipe elsewhere.
    OtherSystem,
    /// It is no address of an engine. It is not repeated here, as it may hold a password.
    Malformed,
    /// There is no Docker context with this name.
    NoContext(String),
    /// A file of the `docker` command cannot be read, or says something else than it should.
    BrokenFile(PathBuf),
    /// A file with a key or certificate for TLS cannot be read, or is none.
    TlsFile(PathBuf),
}

/// The engine that is meant by the word of an argument, else by `DOCKER_HOST`, else by the Docker
/// context, else by what stands where engines stand on this system.
pub fn engine_endpoint(
    word: Option<&str>,
    environment: &dyn Fn(&str) -> Option<String>,
    home: Option<&Path>,
) -> Result<EngineEndpoint, EndpointError> {
    let here = Here {
        environment,
        home,
        exists: &|path| path.exists(),
        user: system::user(),
    };
    here.resolve(word)
}

/// What resolving depends on.
pub(super) struct Here<'h> {
    pub(super) environment: &'h dyn Fn(&str) -> Option<String>,
    pub(super) home: Option<&'h Path>,
    pub(super) exists: &'h dyn Fn(&Path) -> bool,
    /// The number of the user, where users have numbers.
    pub(super) user: Option<u32>,
}

impl Here<'_> {
    pub(super) fn resolve(&self, word: Option<&str>) -> Result<EngineEndpoint, EndpointError> {
        let folder = self.docker_folder();
        let host = word
            .map(str::to_owned)
            .or_else(|| self.variable("DOCKER_HOST"));
        if let Some(host) = host {
            return self.named(&host, folder.as_ref());
        }
        let chosen = self.variable("DOCKER_CONTEXT");
        let chosen = match (chosen, &folder) {
            (Some(chosen), _) => Some(chosen),
            (None, Some(folder)) => folder.current_context()?,
            (None, None) => None,
        };
        match chosen.filter(|name| name != context::DEFAULT) {
            Some(name) => {
                let folder = folder.ok_or_else(|| EndpointError::NoContext(name.clone()))?;
                self.of_context(&name, &folder)
            }
            None => self.named(&self.usual_place(), folder.as_ref()),
        }
    }

    /// An empty variable says nothing, as for the `docker` command.
    fn variable(&self, name: &str) -> Option<String> {
        (self.environment)(name).filter(|value| !value.is_empty())
    }

    fn docker_folder(&self) -> Option<DockerFolder> {
        let named = self.variable("DOCKER_CONFIG").map(PathBuf::from);
        let folder = named.or_else(|| Some(self.home?.join(".docker")));
        folder.map(DockerFolder::new)
    }

    fn named(
        &self,
        word: &str,
        folder: Option<&DockerFolder>,
    ) -> Result<EngineEndpoint, EndpointError> {
        let address = address::parse(word)?;
        let is_verified = self.variable("DOCKER_TLS_VERIFY").is_some();
        let is_encrypted = is_verified || self.variable("DOCKER_TLS").is_some();
        let tls = if is_encrypted && address.is_remote() {
            let named = self.variable("DOCKER_CERT_PATH").map(PathBuf::from);
            let files = named.or_else(|| folder.map(|folder| folder.path().to_owned()));
            let files = files.ok_or(EndpointError::TlsFile(PathBuf::from("ca.pem")))?;
            // The command wants a CA of its own in this case.
            let needs_ca = is_verified;
            Some(tls::configuration(&files, is_verified, needs_ca)?)
        } else {
            None
        };
        Ok(self.endpoint(address, tls, None))
    }

    fn of_context(
        &self,
        name: &str,
        folder: &DockerFolder,
    ) -> Result<EngineEndpoint, EndpointError> {
        let context = folder.context(name)?;
        let address = address::parse(&context.host)?;
        let is_encrypted = context.skips_verification || (self.exists)(&context.tls_files);
        let tls = if is_encrypted && address.is_remote() {
            let is_verified = !context.skips_verification;
            Some(tls::configuration(&context.tls_files, is_verified, false)?)
        } else {
            None
        };
        Ok(self.endpoint(address, tls, Some(name)))
    }

    fn endpoint(
        &self,
        address: address::Address,
        tls: Option<Arc<ClientConfig>>,
        context: Option<&str>,
    ) -> EngineEndpoint {
        let is_docker_desktop = context.is_some_and(|name| name.starts_with("desktop-"))
            || self.is_of_docker_desktop(&address);
        let mut name = String::new();
        let way = match address {
            address::Address::Local(path) => {
                name.push_str(&system::name_of(&path));
                Way::Local(path)
            }
            address::Address::Tcp { host, port, base } => {
                let port = port.unwrap_or(if tls.is_some() { 2376 } else { 2375 });
                let shown = if host.contains(':') {
                    format!("[{host}]")
                } else {
                    host.clone()
                };
                // Writing to a string does not fail.
                let _ = write!(name, "tcp://{shown}:{port}{base}");
                Way::Tcp {
                    host,
                    port,
                    base,
                    tls,
                }
            }
        };
        EngineEndpoint {
            name,
            way,
            is_docker_desktop,
        }
    }

    /// Docker Desktop has places of its own; its pipe on Windows and, inside of WSL, the usual
    /// socket are most often its as well.
    fn is_of_docker_desktop(&self, address: &address::Address) -> bool {
        let address::Address::Local(path) = address else {
            return false;
        };
        let path = path.to_string_lossy().replace('\\', "/");
        let own = [
            "/.docker/run/",
            "/.docker/desktop/",
            "/dockerDesktop",
            "//./pipe/docker_engine",
        ];
        own.iter().any(|part| path.contains(part))
            || path == system::DEFAULT_SOCKET && self.variable("WSL_DISTRO_NAME").is_some()
    }

    /// The first of the usual places where there is something; the first one of all where there is
    /// nothing.
    fn usual_place(&self) -> String {
        let mut places = vec![PathBuf::from(system::DEFAULT_PLACE)];
        if system::HAS_SOCKETS {
            let runtime = self.variable("XDG_RUNTIME_DIR").map(PathBuf::from);
            places.extend(runtime.map(|folder| folder.join("docker.sock")));
            let number = self
                .user
                .map(|user| format!("/run/user/{user}/docker.sock"));
            places.extend(number.map(PathBuf::from));
            for own in [".docker/run/docker.sock", ".docker/desktop/docker.sock"] {
                places.extend(self.home.map(|home| home.join(own)));
            }
        }
        let found = places.iter().find(|path| (self.exists)(path));
        let found = found.or_else(|| places.first());
        found.map_or_else(String::new, |path| path.to_string_lossy().into_owned())
    }
}
