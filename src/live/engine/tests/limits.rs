//! How long it takes, and how much.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::stub::{Says, Stub, limits, small, with};
use crate::live::engine::{EngineLimits, collect_engine};

/// An engine that hangs is not waited for as often as it has containers.
#[test]
fn patience_ends() {
    let entries: Vec<Value> = (0..200)
        .map(|number| json!({"Id": format!("x{number}"), "Names": [format!("/n{number:03}")]}))
        .collect();
    let mut answers = with(
        small(),
        "/containers/json?all=true",
        Says::Json(entries.into()),
    );
    for number in 0..200 {
        answers.insert(format!("/containers/x{number}/json"), Says::Silence);
    }
    let stub = Stub::new(answers);
    let begun = Instant::now();
    let mut limits = limits();
    limits.call = Duration::from_millis(300);
    let document = collect_engine(&stub.endpoint, &limits);
    assert!(begun.elapsed() < Duration::from_secs(5));
    let gaps = document["gaps"].as_array().expect("a list");
    let silent = gaps.iter().filter(|gap| gap["why"] == "silent");
    assert!(silent.count() >= 200);
}

/// Neither is one that answers each question just in time.
#[test]
fn time_ends() {
    let mut answers = small();
    for path in ["/containers/c1/json", "/containers/c2/json", "/networks/n1"] {
        answers.insert(path.to_owned(), Says::Late(Duration::from_millis(1_100)));
    }
    let stub = Stub::new(answers);
    let limits = EngineLimits {
        call: Duration::from_secs(2),
        whole: Duration::from_secs(2),
        at_once: 1,
        ..limits()
    };
    let begun = Instant::now();
    let document = collect_engine(&stub.endpoint, &limits);
    assert!(begun.elapsed() < Duration::from_secs(8));
    let gaps = document["gaps"].as_array().expect("a list");
    let missing = |call: &str| {
        gaps.iter()
            .any(|gap| gap["call"] == call && gap["why"] == "silent")
    };
    assert!(!missing("/containers/c1/json"), "{gaps:?}");
    assert!(
        missing("/networks/n1") && missing("/images/sha256:a1/json"),
        "{gaps:?}"
    );
}

#[test]
fn limits_end_in_gaps() {
    let stub = Stub::new(small());
    let missing = |limits: &EngineLimits| collect_engine(&stub.endpoint, limits)["gaps"].clone();
    let too_large = |call: &str| json!([{"call": call, "why": "too-large"}]);
    let usual = limits();
    let one = EngineLimits {
        objects: 1,
        images: 9,
        ..usual
    };
    assert_eq!(
        missing(&one),
        json!([
            {"call": "/containers/json", "why": "too-large"},
            {"call": "/volumes", "why": "too-large"},
        ])
    );
    let two = EngineLimits { images: 2, ..usual };
    assert_eq!(missing(&two), too_large("/images/json"));
    let document = EngineLimits {
        document: 10,
        ..usual
    };
    let gaps = missing(&document);
    assert!(gaps.as_array().is_some_and(|gaps| !gaps.is_empty()));
}

/// Large engines are read quickly, a few questions at a time.
#[test]
fn five_hundred_containers_are_a_matter_of_seconds() {
    let mut answers = small();
    let mut entries = Vec::new();
    for number in 0..500 {
        let id = format!("{number:064x}");
        entries.push(json!({"Id": id, "Names": [format!("/n{number}")], "ImageID": "sha256:a1"}));
        let environment: Vec<String> = (0..40)
            .map(|n| format!("NAME_{n}={}", "x".repeat(100)))
            .collect();
        let inspect =
            json!({"Id": id, "Name": format!("/n{number}"), "Config": {"Env": environment}});
        answers.insert(format!("/containers/{id}/json"), Says::Json(inspect));
    }
    answers = with(
        answers,
        "/containers/json?all=true",
        Says::Json(entries.into()),
    );
    let stub = Stub::new(answers);
    let begun = Instant::now();
    let limits = EngineLimits::default();
    let document = collect_engine(&stub.endpoint, &limits);
    assert_eq!(document["containers"].as_array().map(Vec::len), Some(500));
    assert_eq!(document.get("gaps"), None);
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}
