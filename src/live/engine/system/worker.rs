//! A file that is waited for by a thread of its own. Reading and writing take turns, as HTTP does:
//! a pipe that is opened like a file would not let one begin while the other waits.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// So many bytes are read at once at most.
const PORTION: usize = 64 * 1024;

enum Order {
    Read(usize),
    Write(Vec<u8>),
}

/// The file, as a stream that knows time. After a time-out there is no more to be had of it: the
/// thread may still wait, and ends with the file.
#[derive(Debug)]
pub(in crate::live::engine) struct Worker {
    orders: Sender<Order>,
    // One end belongs to one thread; the lock is there so that the whole may be shared.
    results: Mutex<Receiver<io::Result<Vec<u8>>>>,
    time: Option<Duration>,
    is_lost: bool,
}

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Read(_) => "read",
            Self::Write(_) => "write",
        })
    }
}

impl Worker {
    /// Takes a file.
    pub(super) fn new(mut file: impl Read + Write + Send + 'static) -> Self {
        let (orders, taken) = channel();
        let (done, results) = channel();
        thread::spawn(move || {
            for order in taken {
                let result = match order {
                    Order::Read(most) => {
                        let mut bytes = vec![0; most.min(PORTION)];
                        file.read(&mut bytes).map(|length| {
                            bytes.truncate(length);
                            bytes
                        })
                    }
                    Order::Write(bytes) => file.write_all(&bytes).map(|()| Vec::new()),
                };
                if done.send(result).is_err() {
                    break;
                }
            }
        });
        Self {
            orders,
            results: Mutex::new(results),
            time: None,
            is_lost: false,
        }
    }

    /// For the next reading, as sockets have it: no time at all is a mistake.
    pub(in crate::live::engine) fn set_read_timeout(
        &mut self,
        time: Option<Duration>,
    ) -> io::Result<()> {
        if time.is_some_and(|time| time.is_zero()) {
            return Err(ErrorKind::InvalidInput.into());
        }
        self.time = time;
        Ok(())
    }

    /// For the next writing, as sockets have it.
    pub(in crate::live::engine) fn set_write_timeout(
        &mut self,
        time: Option<Duration>,
    ) -> io::Result<()> {
        self.set_read_timeout(time)
    }

    fn ask(&mut self, order: Order) -> io::Result<Vec<u8>> {
        if self.is_lost || self.orders.send(order).is_err() {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let results = self
            .results
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let result = match self.time {
            Some(time) => results.recv_timeout(time),
            None => results.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match result {
            Ok(result) => result,
            Err(error) => {
                self.is_lost = true;
                Err(match error {
                    RecvTimeoutError::Timeout => ErrorKind::TimedOut.into(),
                    RecvTimeoutError::Disconnected => ErrorKind::BrokenPipe.into(),
                })
            }
        }
    }
}

impl Read for Worker {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = match self.ask(Order::Read(buffer.len())) {
            // The other end of a pipe is closed: that is its end.
            Err(error) if error.kind() == ErrorKind::BrokenPipe && !self.is_lost => Vec::new(),
            other => other?,
        };
        for (to, from) in buffer.iter_mut().zip(&bytes) {
            *to = *from;
        }
        Ok(bytes.len().min(buffer.len()))
    }
}

impl Write for Worker {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.ask(Order::Write(buffer.to_vec()))?;
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::time::Instant;

    use super::*;

    fn pair() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let near = TcpStream::connect(listener.local_addr().expect("an address"));
        let (far, _) = listener.accept().expect("a connection");
        (near.expect("a connection"), far)
    }

    /// As the HTTP client wants its connections.
    #[test]
    fn it_can_be_shared() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&Worker::new(pair().0));
    }

    #[test]
    fn it_reads_and_writes_in_turn() {
        let (near, mut far) = pair();
        let mut worker = Worker::new(near);
        worker
            .set_write_timeout(Some(Duration::from_secs(5)))
            .expect("set");
        worker.write_all(b"question").expect("written");
        let mut question = [0; 8];
        far.read_exact(&mut question).expect("read");
        assert_eq!(&question, b"question");
        far.write_all(b"answer").expect("written");
        drop(far);
        let mut answer = String::new();
        worker.read_to_string(&mut answer).expect("read");
        assert_eq!(answer, "answer");
    }

    #[test]
    fn what_does_not_come_is_not_waited_for() {
        let (near, far) = pair();
        let mut worker = Worker::new(near);
        worker
            .set_read_timeout(Some(Duration::from_millis(50)))
            .expect("set");
        let begun = Instant::now();
        let error = worker.read(&mut [0; 8]).expect_err("nothing came");
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        assert!(begun.elapsed() < Duration::from_secs(5));
        // What comes later belongs to nobody.
        let error = worker.read(&mut [0; 8]).expect_err("lost");
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
        drop(far);
    }
}
