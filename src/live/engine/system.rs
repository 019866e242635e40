//! How engines are reached on this machine: sockets on Unix, named pipes on Windows. Nothing else
//! of the engine differs between systems.

#[cfg(any(windows, test))]
mod worker;

use std::io;
use std::path::Path;
use std::time::Duration;

/// The socket of the engine where there are sockets.
pub(super) const DEFAULT_SOCKET: &str = "/var/run/docker.sock";
/// The pipe of the engine on Windows.
pub(super) const DEFAULT_PIPE: &str = r"\\.\pipe\docker_engine";
/// Whether engines have sockets here, and not pipes.
pub(super) const HAS_SOCKETS: bool = cfg!(unix);
/// Where an engine stands that nobody named.
pub(super) const DEFAULT_PLACE: &str = if HAS_SOCKETS {
    DEFAULT_SOCKET
} else {
    DEFAULT_PIPE
};

/// The way `DOCKER_HOST` writes a place.
pub(super) fn name_of(path: &Path) -> String {
    let path = path.to_string_lossy();
    if HAS_SOCKETS {
        format!("unix://{path}")
    } else {
        format!("npipe://{}", path.replace('\\', "/"))
    }
}

/// The number of the user, where users have numbers.
pub(super) fn user() -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        // Whoever a process belongs to, its entry belongs to; only Linux has such entries, and
        // only Linux has places of engines that are named by numbers.
        std::fs::metadata("/proc/self").ok().map(|own| own.uid())
    }
    #[cfg(not(unix))]
    None
}

/// A connection to an engine of this machine.
#[cfg(unix)]
pub(super) type Local = std::os::unix::net::UnixStream;
/// A connection to an engine of this machine: a pipe is a file here, and files know no time, so
/// that a thread of its own waits for it.
#[cfg(windows)]
pub(super) type Local = worker::Worker;

/// Opens a socket. It waits while more than the engine lets wait have come before, which is not for
/// long where an engine is alive; whoever calls it has to keep the time.
#[cfg(unix)]
pub(super) fn open(path: &Path, _: Duration) -> io::Result<Local> {
    Local::connect(path)
}

/// Opens a pipe. While each instance of it is taken, it is tried again.
#[cfg(windows)]
pub(super) fn open(path: &Path, time: Duration) -> io::Result<Local> {
    /// All instances are taken (`ERROR_PIPE_BUSY`).
    const BUSY: i32 = 231;
    const PAUSE: Duration = Duration::from_millis(20);
    let until = std::time::Instant::now() + time;
    loop {
        let opened = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(path);
        match opened {
            Ok(pipe) => return Ok(worker::Worker::new(pipe)),
            Err(error) if error.raw_os_error() == Some(BUSY) => {
                if std::time::Instant::now() + PAUSE > until {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                std::thread::sleep(PAUSE);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Whether a connection is open and nothing waits in it.
#[cfg(unix)]
pub(super) fn is_idle(local: &Local) -> bool {
    use std::io::Read as _;
    let peeked = local
        .set_nonblocking(true)
        .and_then(|()| { local }.read(&mut [0]));
    let is_idle = matches!(peeked, Err(error) if error.kind() == io::ErrorKind::WouldBlock);
    is_idle && local.set_nonblocking(false).is_ok()
}

/// A pipe cannot be asked without waiting: each question has its own.
#[cfg(windows)]
pub(super) fn is_idle(_: &Local) -> bool {
    false
}
