//! What goes wrong is said, and never taken for an answer.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use serde_json::json;

use super::stub::{Says, Stub, endpoint, limits, small, with};
use crate::live::engine::collect_engine;

/// Every way to answer badly, to the first question: nothing comes of it, and it is said why.
#[test]
fn an_engine_that_fails_is_said_to_fail_in_its_way() {
    let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>";
    let https = "Client sent an HTTP request to an HTTPS server.\n";
    let table = [
        (Says::Silence, json!({"why": "silent"})),
        (Says::Drip, json!({"why": "silent"})),
        (Says::Cut, json!({"why": "cut"})),
        (Says::CutChunks, json!({"why": "cut"})),
        (Says::Raw(Vec::new()), json!({"why": "cut"})),
        (
            Says::Raw(b"SSH-2.0-OpenSSH\r\n\r\n".to_vec()),
            json!({"why": "not-an-engine"}),
        ),
        (
            Says::Raw(vec![0x15, 3, 1, 0, 2, 2, 0x46]),
            json!({"why": "not-an-engine"}),
        ),
        (Says::Raw(html.into()), json!({"why": "not-an-engine"})),
        (
            Says::Raw(vec![b'x'; 200_000]),
            json!({"why": "not-an-engine"}),
        ),
        (
            Says::Status(403, "no"),
            json!({"why": "status", "status": 403}),
        ),
        (
            Says::Status(500, "{}"),
            json!({"why": "status", "status": 500}),
        ),
        (
            Says::Status(503, "Docker Desktop is manually paused"),
            json!({"why": "status", "status": 503, "hint": "docker-desktop"}),
        ),
        (
            Says::Status(404, ""),
            json!({"why": "not-an-engine", "status": 404}),
        ),
        (
            Says::Status(301, ""),
            json!({"why": "not-an-engine", "status": 301}),
        ),
        (Says::Status(400, https), json!({"why": "tls"})),
        (Says::Long(1024 * 1024), json!({"why": "too-large"})),
        (Says::Deep(100_000 / 4), json!({"why": "broken"})),
    ];
    for (index, (says, expected)) in table.into_iter().enumerate() {
        let stub = Stub::new([("/version".to_owned(), says)].into());
        let begun = Instant::now();
        let document = stub.collect();
        assert_eq!(document["failure"], expected, "{index}");
        assert_eq!(
            document.as_object().map(serde_json::Map::len),
            Some(3),
            "{index}"
        );
        assert!(begun.elapsed() < Duration::from_secs(5), "{index}");
    }
}

/// The same, in the middle: what is missing is a gap, and everything else is there.
#[test]
fn what_fails_in_the_middle_is_a_gap() {
    let one = "/containers/c1/json";
    let gap = |why: &str| json!({"call": one, "object": "db", "why": why});
    let mut status = gap("status");
    status["status"] = json!(500);
    let table = [
        (Says::Status(404, "{}"), gap("vanished")),
        (Says::Status(500, "{}"), status),
        (Says::Silence, gap("silent")),
        (Says::Drip, gap("silent")),
        (Says::Cut, gap("cut")),
        (Says::CutChunks, gap("cut")),
        (Says::Raw(b"garbage\r\n\r\n".to_vec()), gap("broken")),
        (Says::Long(1024 * 1024), gap("too-large")),
        (Says::Deep(25_000), gap("broken")),
        (Says::Json(json!([])), gap("broken")),
    ];
    for (index, (says, expected)) in table.into_iter().enumerate() {
        let stub = Stub::new(with(small(), one, says));
        let begun = Instant::now();
        let document = stub.collect();
        assert_eq!(document["gaps"], json!([expected]), "{index}");
        assert_eq!(
            document["containers"],
            json!([{"Id": "c2", "Name": "/web"}]),
            "{index}"
        );
        assert_eq!(
            document["images"].as_array().map(Vec::len),
            Some(3),
            "{index}"
        );
        assert!(begun.elapsed() < Duration::from_secs(5), "{index}");
    }
}

/// A list that could not be read is missing; it is not empty.
#[test]
fn a_list_without_an_answer_is_missing() {
    for (path, key) in [
        ("/containers/json?all=true", "containers"),
        ("/images/json", "images"),
        ("/networks", "networks"),
        ("/volumes", "volumes"),
        ("/info", "info"),
        ("/plugins", "plugins"),
    ] {
        let stub = Stub::new(with(small(), path, Says::Status(403, "")));
        let document = stub.collect();
        let call = path.split('?').next();
        let gap = json!([{"call": call, "why": "status", "status": 403}]);
        assert_eq!(document["gaps"], gap);
        assert_eq!(document.get(key), None);
        // Eight of the nine parts are there, and the list of what is missing.
        let parts = document.as_object().map(serde_json::Map::len);
        assert_eq!(parts, Some(9), "{key}");
    }
    let mut answers = small();
    answers.remove("/plugins");
    let document = Stub::new(answers).collect();
    assert_eq!(
        (document.get("plugins"), document.get("gaps")),
        (None, None)
    );
}

#[test]
fn where_nobody_is_that_is_said() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let document = collect_engine(&endpoint(&format!("tcp://127.0.0.1:{port}")), &limits());
    assert_eq!(document["failure"], json!({"why": "refused"}));
    let document = collect_engine(&endpoint("tcp://engine.invalid:2375"), &limits());
    assert_eq!(document["failure"], json!({"why": "absent"}));
}
