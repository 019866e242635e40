//! The HTTP client speaks over connections of ours: it knows neither sockets of Unix nor pipes.

use std::fmt;
use std::io::{ErrorKind, Read as _, Write as _};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

use super::endpoint::Way;
use super::line::Line;

/// Longer than any call takes.
const LONG: Duration = Duration::from_hours(24);

/// What an error is called that comes from TLS.
const TLS: &str = "no encrypted connection";

/// Connects to one engine, whatever the address of a request says.
#[derive(Debug)]
pub(super) struct Dial(pub(super) Way);

impl Connector<()> for Dial {
    type Out = Connection;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        _: Option<()>,
    ) -> Result<Option<Connection>, Error> {
        let config = details.config;
        let line = Line::open(&self.0, (*details.timeout.after).min(LONG));
        Ok(Some(Connection {
            line: line.map_err(|error| reason(error, details.timeout))?,
            buffers: LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size()),
        }))
    }
}

/// Names are resolved where connections are made: the engine may have none.
#[derive(Debug)]
pub(super) struct NoNames;

impl Resolver for NoNames {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut addresses = self.empty();
        addresses.push(([127, 0, 0, 1], 0).into());
        Ok(addresses)
    }
}

/// A connection and its buffers.
pub(super) struct Connection {
    line: Line,
    buffers: LazyBuffers,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a connection to an engine")
    }
}

impl Transport for Connection {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.line.wait_until(end_of(timeout));
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        let sent = self.line.write_all(output).and_then(|()| self.line.flush());
        sent.map_err(|error| reason(error, timeout))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.line.wait_until(end_of(timeout));
        let input = self.buffers.input_append_buf();
        let amount = loop {
            match self.line.read(input) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other.map_err(|error| reason(error, timeout))?,
            }
        };
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.line.is_idle()
    }
}

fn end_of(timeout: NextTimeout) -> Instant {
    Instant::now() + (*timeout.after).min(LONG)
}

fn reason(error: std::io::Error, timeout: NextTimeout) -> Error {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => Error::Timeout(timeout.reason),
        _ if error
            .get_ref()
            .is_some_and(<dyn std::error::Error + Send + Sync>::is::<rustls::Error>) =>
        {
            Error::Tls(TLS)
        }
        _ => Error::Io(error),
    }
}
