//! An engine that answers from memory, over a socket of its own.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// What is answered to a path, without the version before it.
pub(super) enum Answer {
    Json(Value),
    Status(u16),
    /// The connection ends in the middle.
    Cut,
    /// Bytes that are no HTTP.
    Garbage,
    /// Nothing, until the test ends.
    Silence,
}

/// The engine, until it is dropped.
pub(super) struct Stub {
    folder: tempfile::TempDir,
    pub(super) requests: Arc<Mutex<Vec<String>>>,
}

impl Stub {
    pub(super) fn new(answers: BTreeMap<String, Answer>) -> Self {
        let folder = tempfile::tempdir().expect("made");
        let socket = UnixListener::bind(folder.path().join("engine.sock")).expect("bound");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let answers = Arc::new(answers);
        std::thread::spawn(move || {
            for stream in socket.incoming().flatten() {
                let (answers, seen) = (Arc::clone(&answers), Arc::clone(&seen));
                std::thread::spawn(move || while serve(&stream, &answers, &seen).is_some() {});
            }
        });
        Self { folder, requests }
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.folder.path().join("engine.sock")
    }

    pub(super) fn endpoint(&self) -> String {
        endpoint(&self.socket())
    }
}

pub(super) fn endpoint(socket: &Path) -> String {
    format!("unix://{}", socket.display())
}

/// Answers one request; nothing once the connection is to end.
fn serve(
    mut stream: &UnixStream,
    answers: &BTreeMap<String, Answer>,
    seen: &Mutex<Vec<String>>,
) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|read| *read > 0)?;
    let mut header = String::new();
    while reader.read_line(&mut header).ok()? > 2 {
        header.clear();
    }
    let mut words = first.split_whitespace();
    let (method, target) = (words.next()?, words.next()?);
    let target = match target.strip_prefix("/v1.") {
        Some(rest) => rest.get(rest.find('/')?..)?,
        None => target,
    };
    let line = format!("{method} {target}");
    seen.lock().expect("unpoisoned").push(line);
    let path = target.split('?').next()?;
    let head = |status: u16, length: usize| {
        format!(
            "HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        )
    };
    let text = match answers.get(path) {
        Some(Answer::Json(value)) => {
            let body = value.to_string();
            head(200, body.len()) + &body
        }
        Some(Answer::Status(status)) => head(*status, 2) + "{}",
        None => head(404, 2) + "{}",
        Some(Answer::Cut) => {
            let _ = stream.write_all((head(200, 4096) + "{\"half\": ").as_bytes());
            return None;
        }
        Some(Answer::Garbage) => {
            let _ = stream.write_all(b"\x00\x01 what is this\r\n\r\n");
            return None;
        }
        Some(Answer::Silence) => {
            std::thread::sleep(std::time::Duration::from_mins(1));
            return None;
        }
    };
    stream.write_all(text.as_bytes()).ok()
}

/// The id of the image that all containers have.
pub(super) fn image_id() -> String {
    format!("sha256:{}", "1a".repeat(32))
}

/// An engine with these containers, each a name and what its answer has beyond the usual.
pub(super) fn answers(containers: &[(&str, Value)]) -> BTreeMap<String, Answer> {
    let mut all = BTreeMap::new();
    let mut put = |path: &str, value: Value| all.insert(path.to_owned(), Answer::Json(value));
    put(
        "/version",
        json!({"Version": "28.0.0", "ApiVersion": "1.48", "MinAPIVersion": "1.24", "Os": "linux"}),
    );
    put(
        "/info",
        json!({"Name": "vm", "OperatingSystem": "Debian", "ServerVersion": "28.0.0"}),
    );
    for list in ["/networks", "/plugins"] {
        put(list, json!([]));
    }
    put("/volumes", json!({"Volumes": []}));
    let image = image_id();
    put(
        "/images/json",
        json!([{"Id": image, "RepoTags": ["registry.example/app:1.4"]}]),
    );
    put(
        &format!("/images/{image}/json"),
        json!({
            "Id": image,
            "RepoTags": ["registry.example/app:1.4"],
            "RepoDigests": [format!("registry.example/app@sha256:{}", "2b".repeat(32))],
            "Created": "2026-11-01T00:00:00Z",
            "Config": {"User": "app"},
        }),
    );
    put(&format!("/images/{image}/history"), json!([]));
    let mut list = Vec::new();
    for (number, (name, more)) in containers.iter().enumerate() {
        let id = format!("{number:064x}");
        list.push(json!({"Id": id, "Names": [format!("/{name}")], "ImageID": image, "Image": "registry.example/app:1.4"}));
        let mut own = json!({
            "Id": id,
            "Name": format!("/{name}"),
            "Image": image,
            "Created": "2026-11-02T00:00:00Z",
            "State": {"Status": "running", "Running": true},
            "Config": {"Image": "registry.example/app:1.4", "User": "app", "Env": ["PATH=/usr/bin"], "Labels": {}},
            "HostConfig": {"NetworkMode": "none", "RestartPolicy": {"Name": "always"}},
            "NetworkSettings": {"Networks": {}},
            "Mounts": [],
        });
        merge(&mut own, more);
        put(&format!("/containers/{id}/json"), own);
    }
    put("/containers/json", Value::Array(list));
    all
}

fn merge(own: &mut Value, more: &Value) {
    match (own, more) {
        (Value::Object(own), Value::Object(more)) => {
            for (key, value) in more {
                merge(own.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (own, more) => *own = more.clone(),
    }
}
