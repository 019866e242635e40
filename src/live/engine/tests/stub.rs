//! An engine made of answers.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::live::engine::{EngineEndpoint, EngineLimits, collect_engine, engine_endpoint};

/// What a stub says to a path.
#[derive(Clone)]
pub(super) enum Says {
    /// JSON, with status 200.
    Json(Value),
    /// The same, in chunks.
    Chunks(Value),
    /// A status and a text.
    Status(u16, &'static str),
    /// Bytes instead of HTTP, then the end.
    Raw(Vec<u8>),
    /// JSON that ends before it should.
    Cut,
    /// The same, in chunks.
    CutChunks,
    /// Nothing at all.
    Silence,
    /// An empty object, after some time.
    Late(Duration),
    /// One byte of a body after the other, each soon enough.
    Drip,
    /// A body of so many bytes.
    Long(usize),
    /// JSON with so many brackets, which a program with its own limit of depth does not read.
    Deep(usize),
}

impl Says {
    fn say(&self, stream: &mut impl Write) -> std::io::Result<()> {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        match self {
            Self::Json(value) => {
                let body = value.to_string();
                write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len())
            }
            Self::Chunks(value) => {
                write!(stream, "{head}Transfer-Encoding: chunked\r\n\r\n")?;
                for chunk in value.to_string().as_bytes().chunks(7) {
                    write!(stream, "{:x}\r\n", chunk.len())?;
                    stream.write_all(chunk)?;
                    write!(stream, "\r\n")?;
                }
                write!(stream, "0\r\n\r\n")
            }
            Self::Status(status, text) => {
                let length = text.len();
                write!(
                    stream,
                    "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n\r\n{text}"
                )
            }
            Self::Raw(bytes) => {
                stream.write_all(bytes)?;
                Err(std::io::ErrorKind::Other.into())
            }
            Self::Cut => {
                write!(stream, "{head}Content-Length: 1000\r\n\r\n{{\"Id\":")?;
                Err(std::io::ErrorKind::Other.into())
            }
            Self::CutChunks => {
                write!(
                    stream,
                    "{head}Transfer-Encoding: chunked\r\n\r\n6\r\n{{\"Id\":\r\n"
                )?;
                Err(std::io::ErrorKind::Other.into())
            }
            Self::Silence => {
                thread::sleep(Duration::from_secs(30));
                Err(std::io::ErrorKind::Other.into())
            }
            Self::Late(time) => {
                thread::sleep(*time);
                write!(stream, "{head}Content-Length: 2\r\n\r\n{{}}")
            }
            Self::Drip => {
                write!(stream, "{head}Content-Length: 10000\r\n\r\n{{")?;
                for _ in 0..600 {
                    thread::sleep(Duration::from_millis(50));
                    stream.write_all(b" ")?;
                }
                Ok(())
            }
            Self::Long(length) => {
                write!(stream, "{head}Transfer-Encoding: chunked\r\n\r\n")?;
                let portion = [b' '; 4096];
                for _ in 0..length / portion.len() {
                    write!(stream, "{:x}\r\n", portion.len())?;
                    stream.write_all(&portion)?;
                    write!(stream, "\r\n")?;
                }
                write!(stream, "0\r\n\r\n")
            }
            Self::Deep(depth) => {
                let body = format!("{}{}", "[".repeat(*depth), "]".repeat(*depth));
                write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len())
            }
        }
    }
}

/// An engine made of answers. What it does not know it answers with 404.
pub(super) struct Stub {
    pub(super) endpoint: EngineEndpoint,
    asked: Arc<Mutex<Vec<String>>>,
    _folder: Option<tempfile::TempDir>,
}

pub(super) type Answers = BTreeMap<String, Says>;

impl Stub {
    /// At a port.
    pub(super) fn new(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::default();
        let (known, log) = (Arc::new(answers), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                stream.set_nodelay(true).expect("set");
                let (known, log) = (Arc::clone(&known), Arc::clone(&log));
                thread::spawn(move || {
                    serve(stream.try_clone().expect("one"), stream, &known, &log);
                });
            }
        });
        Self {
            endpoint: endpoint(&format!("tcp://127.0.0.1:{port}")),
            asked,
            _folder: None,
        }
    }

    /// At a socket.
    #[cfg(unix)]
    pub(super) fn at_a_socket(answers: Answers) -> Self {
        let folder = tempfile::tempdir().expect("made");
        let path = folder.path().join("e.sock");
        let listener = std::os::unix::net::UnixListener::bind(&path).expect("a socket");
        let asked = Arc::default();
        let (known, log) = (Arc::new(answers), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (known, log) = (Arc::clone(&known), Arc::clone(&log));
                thread::spawn(move || {
                    serve(stream.try_clone().expect("one"), stream, &known, &log);
                });
            }
        });
        Self {
            endpoint: endpoint(&format!("unix://{}", path.display())),
            asked,
            _folder: Some(folder),
        }
    }

    /// What was asked so far, sorted.
    pub(super) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let mut asked = asked.clone();
        asked.sort();
        asked
    }

    pub(super) fn collect(&self) -> Value {
        collect_engine(&self.endpoint, &limits())
    }
}

fn serve(reader: impl Read, mut writer: impl Write, known: &Answers, log: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(reader).lines();
    while let Some(Ok(first)) = lines.next() {
        while let Some(Ok(line)) = lines.next() {
            if line.is_empty() {
                break;
            }
        }
        let question = first.strip_suffix(" HTTP/1.1").expect("HTTP").to_owned();
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push(question.clone());
        drop(log);
        let path = question.split(' ').nth(1).expect("a path").to_owned();
        let unversioned = path
            .split_once("/v1.41")
            .map_or(path.as_str(), |(_, rest)| rest);
        let unknown = Says::Status(404, r#"{"message":"no such thing"}"#);
        if known
            .get(unversioned)
            .unwrap_or(&unknown)
            .say(&mut writer)
            .is_err()
        {
            break;
        }
    }
}

pub(super) fn endpoint(word: &str) -> EngineEndpoint {
    engine_endpoint(Some(word), &|_| None, None).expect("an endpoint")
}

/// Short enough for a test.
pub(super) fn limits() -> EngineLimits {
    EngineLimits {
        call: Duration::from_secs(1),
        body: 64 * 1024,
        ..EngineLimits::default()
    }
}

pub(super) fn known(answers: &[(&str, Value)]) -> Answers {
    let answers = answers.iter();
    answers
        .map(|(path, value)| ((*path).to_owned(), Says::Json(value.clone())))
        .collect()
}

/// An engine with two containers, three images and a network.
pub(super) fn small() -> Answers {
    known(&[
        (
            "/version",
            json!({"ApiVersion": "1.41", "MinAPIVersion": "1.12", "Version": "20.10.24"}),
        ),
        (
            "/info",
            json!({"Name": "host", "Swarm": {"ControlAvailable": false}}),
        ),
        (
            "/containers/json?all=true",
            json!([
                {"Id": "c2", "Names": ["/web"], "Image": "shop:1", "ImageID": "sha256:a1"},
                {"Id": "c1", "Names": ["/web/db", "/db"], "Image": "sha256:a2", "ImageID": "sha256:a2"},
            ]),
        ),
        (
            "/containers/c1/json",
            json!({"Id": "c1", "Name": "/db", "X": {"b": 1, "a": [null, 1.5]}}),
        ),
        ("/containers/c2/json", json!({"Id": "c2", "Name": "/web"})),
        (
            "/images/json",
            json!([
                {"Id": "sha256:a3", "RepoTags": ["unused:1"]},
                {"Id": "sha256:a1", "RepoTags": ["shop:1"]},
                {"Id": "sha256:a2", "RepoTags": null},
                {"Id": "sha256:a4", "RepoTags": ["<none>:<none>"]},
            ]),
        ),
        ("/images/sha256:a1/json", json!({"Id": "sha256:a1"})),
        ("/images/sha256:a1/history", json!([{"CreatedBy": "ADD"}])),
        ("/images/sha256:a2/json", json!({"Id": "sha256:a2"})),
        ("/images/sha256:a2/history", json!([])),
        ("/images/sha256:a3/json", json!({"Id": "sha256:a3"})),
        ("/images/sha256:a3/history", json!([])),
        ("/networks", json!([{"Id": "n1", "Name": "bridge"}])),
        (
            "/networks/n1",
            json!({"Id": "n1", "Name": "bridge", "Containers": {}}),
        ),
        (
            "/volumes",
            json!({"Volumes": [{"Name": "z"}, {"Name": "data"}], "Warnings": null}),
        ),
        ("/plugins", json!([])),
    ])
}

pub(super) fn with(mut answers: Answers, path: &str, says: Says) -> Answers {
    answers.insert(path.to_owned(), says);
    answers
}
