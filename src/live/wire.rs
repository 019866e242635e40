//! Connections that end when their time is over, whatever the other side does.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::starttls::{self, StartTls};
use super::{Limits, Target};
use crate::model::Failure;

/// The shortest time that the system takes for a limit.
const INSTANT: Duration = Duration::from_millis(1);

/// The way to one endpoint: opens connections while there is time and number left.
pub(super) struct Door {
    addresses: Vec<SocketAddr>,
    starttls: Option<StartTls>,
    until: Instant,
    connection: Duration,
    left: AtomicUsize,
}

impl Door {
    /// Resolves the name. The time of the endpoint begins.
    pub(super) fn new(
        target: &Target,
        starttls: Option<StartTls>,
        limits: &Limits,
    ) -> Result<Self, Failure> {
        let until = Instant::now() + limits.endpoint;
        Ok(Self {
            addresses: resolve(&target.host, target.port, limits.connection)?,
            starttls,
            until,
            connection: limits.connection,
            left: AtomicUsize::new(limits.connections),
        })
    }

    /// The same endpoint, spoken to in another way; with the time and number that are left.
    pub(super) fn with(&self, starttls: Option<StartTls>) -> Self {
        Self {
            addresses: self.addresses.clone(),
            starttls,
            until: self.until,
            connection: self.connection,
            left: AtomicUsize::new(self.left.load(Ordering::Relaxed)),
        }
    }

    /// A connection on which TLS can begin.
    pub(super) fn open(&self) -> Result<Wire, Failure> {
        let mut wire = self.connect()?;
        if let Some(starttls) = self.starttls {
            starttls::begin(&mut wire, starttls)?;
        }
        Ok(wire)
    }

    /// A connection on which nothing was said yet.
    pub(super) fn connect(&self) -> Result<Wire, Failure> {
        let take = |left: usize| left.checked_sub(1);
        let taken = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        let now = Instant::now();
        if taken.is_err() || now >= self.until {
            return Err(Failure::OutOfBudget);
        }
        let until = self.until.min(now + self.connection);
        let mut failure = Failure::Unresolved;
        for address in &self.addresses {
            let time = left(until).ok_or(failure)?;
            match TcpStream::connect_timeout(address, time) {
                Ok(stream) => {
                    // Questions are single small packets: they should not wait for each other.
                    let _ = stream.set_nodelay(true);
                    return Ok(Wire { stream, until });
                }
                Err(error) => failure = reason(&error),
            }
        }
        Err(failure)
    }
}

/// The addresses of a host. Resolvers have times of their own, which are longer than ours.
pub(super) fn resolve(host: &str, port: u16, time: Duration) -> Result<Vec<SocketAddr>, Failure> {
    let (answer, answered) = mpsc::channel();
    let host = host.to_owned();
    thread::spawn(move || {
        let found = (host.as_str(), port).to_socket_addrs();
        let _ = answer.send(found.map(Iterator::collect::<Vec<_>>));
    });
    match answered.recv_timeout(time) {
        Ok(Ok(addresses)) if !addresses.is_empty() => Ok(addresses),
        _ => Err(Failure::Unresolved),
    }
}

pub(super) fn left(until: Instant) -> Option<Duration> {
    let left = until.checked_duration_since(Instant::now())?;
    (!left.is_zero()).then(|| left.max(INSTANT))
}

/// What an error of the system comes to.
pub(super) fn reason(error: &io::Error) -> Failure {
    match error.kind() {
        ErrorKind::ConnectionRefused => Failure::Refused,
        ErrorKind::WouldBlock
        | ErrorKind::TimedOut
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable => Failure::Silent,
        _ => Failure::Closed,
    }
}

/// A connection.
pub(super) struct Wire {
    stream: TcpStream,
    until: Instant,
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let time = left(self.until).ok_or(ErrorKind::TimedOut)?;
        self.stream.set_read_timeout(Some(time))?;
        self.stream.read(buffer)
    }
}

impl Write for Wire {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let time = left(self.until).ok_or(ErrorKind::TimedOut)?;
        self.stream.set_write_timeout(Some(time))?;
        self.stream.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
