//! Sockets of Unix.

use std::fs;
use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

use serde_json::json;

use super::stub::{Stub, endpoint, limits, small};
use crate::live::engine::collect_engine;

#[test]
fn a_socket_answers_as_a_port_does() {
    let stub = Stub::at_a_socket(small());
    let mut document = stub.collect();
    let other = Stub::new(small());
    document["endpoint"] = json!(other.endpoint.name());
    assert_eq!(document, other.collect());
    assert_eq!(stub.asked(), other.asked());
}

#[test]
fn sockets_without_an_engine_are_told_apart() {
    let folder = tempfile::tempdir().expect("made");
    let at = |path: &std::path::Path| endpoint(&format!("unix://{}", path.display()));
    let failure = |path: &std::path::Path| collect_engine(&at(path), &limits())["failure"].clone();
    let path = folder.path().join("left.sock");
    drop(UnixListener::bind(&path).expect("a socket"));
    assert_eq!(failure(&path), json!({"why": "refused"}));
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    assert_eq!(failure(&file), json!({"why": "refused"}));
    assert_eq!(failure(&file.join("below")), json!({"why": "absent"}));
    assert_eq!(
        failure(&folder.path().join("none")),
        json!({"why": "absent"})
    );
    let long = folder.path().join("x".repeat(200));
    assert_eq!(failure(&long), json!({"why": "absent"}));
    // Nobody takes the connection, and soon nobody can make one.
    let full = folder.path().join("full.sock");
    let listener = UnixListener::bind(&full).expect("a socket");
    let begun = Instant::now();
    assert_eq!(failure(&full), json!({"why": "silent"}));
    assert!(begun.elapsed() < Duration::from_secs(5));
    drop(listener);
}

/// Docker Desktop has its socket in the home of the user.
#[test]
fn docker_desktop_is_named_where_it_is_not_started() {
    let home = tempfile::tempdir().expect("made");
    let path = home.path().join(".docker/run/docker.sock");
    let document = collect_engine(&endpoint(&format!("unix://{}", path.display())), &limits());
    let expected = json!({"why": "absent", "hint": "docker-desktop"});
    assert_eq!(document["failure"], expected);
}
