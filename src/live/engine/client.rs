//! One question, one answer: a GET, and JSON of a bounded size in a bounded time.

use std::io::{ErrorKind, Read as _};

use serde_json::Value;
use ureq::config::Config;
use ureq::{Agent, Body, Error};

use super::EngineLimits;
use super::endpoint::{EngineEndpoint, Way};
use super::transport::{Dial, NoNames};
use crate::model::EngineWhy;

/// So much of an answer that is no success is read, to tell who gives it.
const LONGEST_REFUSAL: u64 = 4 * 1024;

/// Asks one engine.
pub(super) struct Client {
    agent: Agent,
    base: String,
    longest: u64,
}

/// An answer.
pub(super) struct Answer {
    /// What it says.
    pub(super) value: Value,
    /// How many bytes it had.
    pub(super) length: usize,
}

/// No answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) why: EngineWhy,
    /// The HTTP status, where that is the trouble.
    pub(super) status: Option<u16>,
    /// Whether it is Docker Desktop that says so.
    pub(super) is_docker_desktop: bool,
}

impl From<EngineWhy> for Trouble {
    fn from(why: EngineWhy) -> Self {
        Self {
            why,
            status: None,
            is_docker_desktop: false,
        }
    }
}

impl Client {
    pub(super) fn new(endpoint: &EngineEndpoint, limits: &EngineLimits) -> Self {
        let config = Config::builder()
            // The engine itself, whatever proxies the environment names.
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(limits.at_once)
            .max_idle_connections_per_host(limits.at_once)
            .timeout_global(Some(limits.call))
            .user_agent(concat!("hulan/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .build();
        let base = match &endpoint.way {
            Way::Local(_) => "http://localhost".to_owned(),
            // The name matters to what stands before an engine; the connection is made by `Dial`,
            // which knows whether it is encrypted.
            Way::Tcp {
                host, port, base, ..
            } if host.contains(':') => {
                format!("http://[{host}]:{port}{base}")
            }
            Way::Tcp {
                host, port, base, ..
            } => format!("http://{host}:{port}{base}"),
        };
        Self {
            agent: Agent::with_parts(config, Dial(endpoint.way.clone()), NoNames),
            base,
            longest: limits.body,
        }
    }

    /// The answer to a path.
    pub(super) fn get(&self, path: &str) -> Result<Answer, Trouble> {
        let answer = self.agent.get(format!("{}{path}", self.base)).call();
        let (head, mut body) = answer.map_err(|error| reason(&error))?.into_parts();
        let status = head.status.as_u16();
        if status != 200 {
            return Err(refusal(status, &mut body));
        }
        let is_json = head.headers.get("content-type").is_some_and(|value| {
            let value = value.to_str().unwrap_or_default();
            value.starts_with("application/json")
        });
        let bytes = read(&mut body, self.longest)?;
        match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(Answer {
                value,
                length: bytes.len(),
            }),
            Err(_) if is_json => Err(EngineWhy::Broken.into()),
            Err(_) => Err(EngineWhy::NotAnEngine.into()),
        }
    }
}

fn read(body: &mut Body, longest: u64) -> Result<Vec<u8>, Trouble> {
    if body.content_length().is_some_and(|length| length > longest) {
        return Err(EngineWhy::TooLarge.into());
    }
    let mut bytes = Vec::new();
    let reader = body.with_config().limit(u64::MAX).reader();
    match reader.take(longest + 1).read_to_end(&mut bytes) {
        Ok(length) if length as u64 > longest => Err(EngineWhy::TooLarge.into()),
        Ok(_) => Ok(bytes),
        Err(error) => Err(reason(&Error::from(error))),
    }
}

/// An answer that is no success. What it says is looked at for the names of others, and not kept.
fn refusal(status: u16, body: &mut Body) -> Trouble {
    let mut text = Vec::new();
    let reader = body.with_config().limit(u64::MAX).reader();
    // What came before an error is enough.
    let _ = reader.take(LONGEST_REFUSAL).read_to_end(&mut text);
    let text = String::from_utf8_lossy(&text);
    if status == 400 && text.contains("HTTP request to an HTTPS server") {
        return EngineWhy::Tls.into();
    }
    Trouble {
        why: EngineWhy::Status,
        status: Some(status),
        is_docker_desktop: text.contains("Docker Desktop"),
    }
}

fn reason(error: &Error) -> Trouble {
    let why = match error {
        Error::Timeout(_) => EngineWhy::Silent,
        Error::Tls(_) => EngineWhy::Tls,
        Error::LargeResponseHeader(..) => EngineWhy::TooLarge,
        Error::Io(error) => match error.kind() {
            ErrorKind::ConnectionRefused => EngineWhy::Refused,
            ErrorKind::PermissionDenied => EngineWhy::Denied,
            ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => EngineWhy::Silent,
            ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe => EngineWhy::Cut,
            _ => EngineWhy::Absent,
        },
        // What came is no HTTP.
        _ => EngineWhy::NotAnEngine,
    };
    why.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the system says of a socket, and what that means.
    #[test]
    fn each_error_of_the_system_has_its_word() {
        let table = [
            (ErrorKind::NotFound, EngineWhy::Absent),
            (ErrorKind::NotADirectory, EngineWhy::Absent),
            (ErrorKind::InvalidInput, EngineWhy::Absent),
            (ErrorKind::ConnectionRefused, EngineWhy::Refused),
            (ErrorKind::PermissionDenied, EngineWhy::Denied),
            (ErrorKind::HostUnreachable, EngineWhy::Silent),
            (ErrorKind::BrokenPipe, EngineWhy::Cut),
            (ErrorKind::UnexpectedEof, EngineWhy::Cut),
        ];
        for (kind, why) in table {
            assert_eq!(reason(&Error::Io(kind.into())), why.into(), "{kind:?}");
        }
    }
}
