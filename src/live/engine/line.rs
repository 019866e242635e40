//! A connection to an engine, which ends when its time is over.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_pki_types::ServerName;

use super::endpoint::Way;
use super::system::{self, Local};
use crate::live::wire::{left, resolve};

/// A connection.
pub(super) enum Line {
    /// In clear.
    Clear(Timed),
    /// Over TLS.
    Secured(Box<StreamOwned<ClientConnection, Timed>>),
}

/// A stream and the end of its time.
pub(super) struct Timed {
    stream: Stream,
    until: Instant,
}

enum Stream {
    Local(Local),
    Tcp(TcpStream),
}

impl Line {
    /// Connects. An error that holds one of rustls is about TLS; one that says `NotFound` means
    /// that there is nothing by this name.
    pub(super) fn open(way: &Way, time: Duration) -> io::Result<Self> {
        let until = Instant::now() + time;
        match way {
            Way::Local(path) => Ok(Self::Clear(Timed {
                stream: Stream::Local(open_local(path, time)?),
                until,
            })),
            Way::Tcp {
                host, port, tls, ..
            } => {
                let stream = Stream::Tcp(open_tcp(host, *port, until)?);
                let timed = Timed { stream, until };
                match tls {
                    None => Ok(Self::Clear(timed)),
                    Some(tls) => Ok(Self::Secured(Box::new(secure(timed, host, tls)?))),
                }
            }
        }
    }

    /// Sets the end of the time.
    pub(super) fn wait_until(&mut self, until: Instant) {
        match self {
            Self::Clear(timed) => timed.until = until,
            Self::Secured(secured) => secured.sock.until = until,
        }
    }

    /// Whether it is open and nothing waits in it, so that another question can be asked.
    pub(super) fn is_idle(&self) -> bool {
        match self {
            Self::Clear(timed) => timed.is_idle(),
            Self::Secured(secured) => secured.sock.is_idle(),
        }
    }
}

/// In a thread of its own, as opening knows no time.
fn open_local(path: &Path, time: Duration) -> io::Result<Local> {
    let (result, results) = mpsc::channel();
    let path = path.to_owned();
    thread::spawn(move || {
        let _ = result.send(system::open(&path, time));
    });
    let opened = results.recv_timeout(time);
    opened.unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
}

fn open_tcp(host: &str, port: u16, until: Instant) -> io::Result<TcpStream> {
    let time = || left(until).ok_or(ErrorKind::TimedOut);
    let addresses = resolve(host, port, time()?).map_err(|_| ErrorKind::NotFound)?;
    let mut failure = io::Error::from(ErrorKind::NotFound);
    for address in &addresses {
        match TcpStream::connect_timeout(address, time()?) {
            Ok(stream) => {
                // Questions are single small packets: they should not wait for each other.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

fn secure(
    timed: Timed,
    host: &str,
    tls: &Arc<ClientConfig>,
) -> io::Result<StreamOwned<ClientConnection, Timed>> {
    let name = ServerName::try_from(host.to_owned());
    let name = name.map_err(|_| io::Error::other(rustls::Error::UnsupportedNameType))?;
    let connection = ClientConnection::new(Arc::clone(tls), name).map_err(io::Error::other)?;
    let mut secured = StreamOwned::new(connection, timed);
    while secured.conn.is_handshaking() {
        match secured.conn.complete_io(&mut secured.sock) {
            // It hung up in the middle: to a client without a certificate, for example.
            Err(error) if is_end(&error) => {
                return Err(io::Error::other(rustls::Error::HandshakeNotComplete));
            }
            other => other?,
        };
    }
    Ok(secured)
}

fn is_end(error: &io::Error) -> bool {
    let ends = [
        ErrorKind::UnexpectedEof,
        ErrorKind::ConnectionReset,
        ErrorKind::BrokenPipe,
    ];
    ends.contains(&error.kind())
}

impl Timed {
    fn time(&self) -> io::Result<Option<Duration>> {
        left(self.until).map(Some).ok_or(ErrorKind::TimedOut.into())
    }

    fn is_idle(&self) -> bool {
        match &self.stream {
            Stream::Local(local) => system::is_idle(local),
            Stream::Tcp(stream) => {
                let peeked = stream
                    .set_nonblocking(true)
                    .and_then(|()| stream.peek(&mut [0]));
                let is_idle = matches!(peeked, Err(error) if error.kind() == ErrorKind::WouldBlock);
                is_idle && stream.set_nonblocking(false).is_ok()
            }
        }
    }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let time = self.time()?;
        match &mut self.stream {
            Stream::Local(local) => {
                local.set_read_timeout(time)?;
                local.read(buffer)
            }
            Stream::Tcp(stream) => {
                stream.set_read_timeout(time)?;
                stream.read(buffer)
            }
        }
    }
}

impl Write for Timed {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let time = self.time()?;
        match &mut self.stream {
            Stream::Local(local) => {
                local.set_write_timeout(time)?;
                local.write(buffer)
            }
            Stream::Tcp(stream) => {
                stream.set_write_timeout(time)?;
                stream.write(buffer)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.stream {
            Stream::Local(local) => local.flush(),
            Stream::Tcp(stream) => stream.flush(),
        }
    }
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Clear(timed) => timed.read(buffer),
            Self::Secured(secured) => secured.read(buffer),
        }
    }
}

impl Write for Line {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Self::Clear(timed) => timed.write(buffer),
            Self::Secured(secured) => secured.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Clear(timed) => timed.flush(),
            Self::Secured(secured) => secured.flush(),
        }
    }
}
