//! Addresses of engines, as `DOCKER_HOST` and `docker --host` take them.

use std::path::PathBuf;

use super::endpoint::EndpointError;
use super::system;

/// An address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A socket or pipe of this machine.
    Local(PathBuf),
    /// A port.
    Tcp {
        host: String,
        port: Option<u16>,
        base: String,
    },
}

impl Address {
    pub(super) fn is_remote(&self) -> bool {
        matches!(self, Self::Tcp { .. })
    }
}

/// Reads an address.
pub(super) fn parse(word: &str) -> Result<Address, EndpointError> {
    let word = word.trim();
    if word.is_empty() || word.chars().any(char::is_control) {
        return Err(EndpointError::Malformed);
    }
    let Some((scheme, rest)) = word.split_once("://") else {
        return if word.starts_with(r"\\") || word.starts_with("//") {
            pipe(word)
        } else if word.starts_with('/') {
            socket(word)
        } else {
            tcp(word)
        };
    };
    match scheme.to_ascii_lowercase().as_str() {
        "unix" => socket(rest),
        "npipe" => pipe(rest),
        "tcp" => tcp(rest),
        "ssh" => Err(EndpointError::Ssh),
        "fd" => Err(EndpointError::Fd),
        other => {
            let is_scheme = other.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
            Err(if is_scheme && !other.is_empty() {
                EndpointError::Scheme(other.to_owned())
            } else {
                EndpointError::Malformed
            })
        }
    }
}

fn socket(path: &str) -> Result<Address, EndpointError> {
    let path = if path.is_empty() {
        system::DEFAULT_SOCKET
    } else {
        path
    };
    if !system::HAS_SOCKETS {
        return Err(EndpointError::OtherSystem);
    }
    if !path.starts_with('/') {
        return Err(EndpointError::Malformed);
    }
    Ok(Address::Local(PathBuf::from(path)))
}

fn pipe(path: &str) -> Result<Address, EndpointError> {
    let path = if path.is_empty() {
        system::DEFAULT_PIPE
    } else {
        path
    };
    if system::HAS_SOCKETS {
        return Err(EndpointError::OtherSystem);
    }
    let path = path.replace('/', r"\");
    // Of this machine: a pipe of another one would be a connection that nobody named.
    let name = path.strip_prefix(r"\\.\pipe\").unwrap_or_default();
    if name.is_empty() {
        return Err(EndpointError::Malformed);
    }
    Ok(Address::Local(PathBuf::from(path)))
}

fn tcp(rest: &str) -> Result<Address, EndpointError> {
    let (authority, base) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = match authority.strip_prefix('[') {
        Some(bracketed) => {
            let (host, after) = bracketed.split_once(']').ok_or(EndpointError::Malformed)?;
            let port = after.strip_prefix(':');
            if port.is_none() && !after.is_empty() || host.parse::<std::net::Ipv6Addr>().is_err() {
                return Err(EndpointError::Malformed);
            }
            (host, port)
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let port = match port {
        Some(port) => {
            let port = port.parse().ok().filter(|port| *port != 0);
            Some(port.ok_or(EndpointError::Malformed)?)
        }
        None => None,
    };
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
    let is_base = |c: char| c.is_ascii_alphanumeric() || "-_.~/".contains(c);
    if !host.chars().all(is_host) || !base.chars().all(is_base) || authority.is_empty() {
        return Err(EndpointError::Malformed);
    }
    let base = base.trim_matches('/');
    Ok(Address::Tcp {
        // As the `docker` command fills it in.
        host: if host.is_empty() { "localhost" } else { host }.to_owned(),
        port,
        base: if base.is_empty() {
            String::new()
        } else {
            format!("/{base}")
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(host: &str, port: Option<u16>, base: &str) -> Address {
        Address::Tcp {
            host: host.to_owned(),
            port,
            base: base.to_owned(),
        }
    }

    #[test]
    fn ports_are_read_as_the_command_reads_them() {
        let bad = || Err(EndpointError::Malformed);
        let table = [
            ("tcp://10.0.0.5:2375", Ok(at("10.0.0.5", Some(2375), ""))),
            ("TCP://engine.example", Ok(at("engine.example", None, ""))),
            ("tcp://[fd00::5]:2376", Ok(at("fd00::5", Some(2376), ""))),
            ("tcp://[fd00::5]", Ok(at("fd00::5", None, ""))),
            ("tcp://host:1/base/", Ok(at("host", Some(1), "/base"))),
            ("host:2375", Ok(at("host", Some(2375), ""))),
            (":2375", Ok(at("localhost", Some(2375), ""))),
            ("tcp://", bad()),
            ("tcp://host:0", bad()),
            ("tcp://host:70000", bad()),
            ("tcp://host:x", bad()),
            ("tcp://user:made-up@host:2375", bad()),
            ("tcp://[x]:1", bad()),
            ("tcp://[::1]x", bad()),
            ("tcp://host/?q", bad()),
            ("tcp://ho st", bad()),
            ("a\nb", bad()),
            ("", bad()),
            ("ssh://root@host", Err(EndpointError::Ssh)),
            ("fd://", Err(EndpointError::Fd)),
            (
                "https://host",
                Err(EndpointError::Scheme("https".to_owned())),
            ),
            ("p@ss://host", bad()),
        ];
        for (word, expected) in table {
            assert_eq!(parse(word), expected, "{word}");
        }
    }

    #[test]
    fn what_is_local_depends_on_the_system() {
        let local = |path: &str| Ok(Address::Local(PathBuf::from(path)));
        let other = || Err(EndpointError::OtherSystem);
        let pipe = r"\\.\pipe\docker_engine";
        let table = [
            ("unix:///run/a.sock", local("/run/a.sock"), other()),
            ("unix://", local("/var/run/docker.sock"), other()),
            ("/run/a.sock", local("/run/a.sock"), other()),
            ("unix://run/a.sock", Err(EndpointError::Malformed), other()),
            ("npipe:////./pipe/docker_engine", other(), local(pipe)),
            ("npipe://", other(), local(pipe)),
            (pipe, other(), local(pipe)),
            (
                r"\\other\pipe\docker_engine",
                other(),
                Err(EndpointError::Malformed),
            ),
        ];
        for (word, unix, windows) in table {
            let expected = if system::HAS_SOCKETS { unix } else { windows };
            assert_eq!(parse(word), expected, "{word}");
        }
    }
}
