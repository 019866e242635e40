//! A line on standard error while a scan takes long.

use std::io::{IsTerminal as _, Write as _};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A scan that takes longer says that it is at work, once in this time.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows the line until it is dropped; nothing where standard error is no terminal.
pub(super) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Starts to wait.
    pub(super) fn start() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let (done, wait) = mpsc::channel();
        let since = Instant::now();
        let thread = thread::spawn(move || {
            let mut shown = false;
            while wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown = true;
                let seconds = since.elapsed().as_secs();
                let _ = write!(std::io::stderr(), "\rhulan: scanning, {seconds} s");
            }
            if shown {
                // Over the line, and back to its start.
                let _ = write!(std::io::stderr(), "\r{:30}\r", "");
            }
        });
        Self(Some((done, thread)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.0.take() {
            drop(done);
            let _ = thread.join();
        }
    }
}
