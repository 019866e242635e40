//! What is asked, and what the document says.

use serde_json::json;

use super::stub::{Says, Stub, known, small, with};

#[test]
fn the_answers_stand_in_the_document_as_they_came() {
    let stub = Stub::new(small());
    let document = stub.collect();
    let expected = json!({
        "hulan-engine": 1,
        "endpoint": stub.endpoint.name(),
        "version": {"ApiVersion": "1.41", "MinAPIVersion": "1.12", "Version": "20.10.24"},
        "info": {"Name": "host", "Swarm": {"ControlAvailable": false}},
        "containers": [
            {"Id": "c1", "Name": "/db", "X": {"b": 1, "a": [null, 1.5]}},
            {"Id": "c2", "Name": "/web"},
        ],
        "images": [
            {"inspect": {"Id": "sha256:a1"}, "history": [{"CreatedBy": "ADD"}]},
            {"inspect": {"Id": "sha256:a2"}, "history": []},
            {"inspect": {"Id": "sha256:a3"}, "history": []},
        ],
        "networks": [{"Id": "n1", "Name": "bridge", "Containers": {}}],
        "volumes": [{"Name": "data"}, {"Name": "z"}],
        "plugins": [],
    });
    assert_eq!(document, expected);
}

/// Reading is all that is done: this list is the whole of it.
#[test]
fn nothing_but_these_questions_is_asked() {
    let stub = Stub::new(small());
    stub.collect();
    let expected = [
        "GET /v1.41/containers/c1/json",
        "GET /v1.41/containers/c2/json",
        "GET /v1.41/containers/json?all=true",
        "GET /v1.41/images/json",
        "GET /v1.41/images/sha256:a1/history",
        "GET /v1.41/images/sha256:a1/json",
        "GET /v1.41/images/sha256:a2/history",
        "GET /v1.41/images/sha256:a2/json",
        "GET /v1.41/images/sha256:a3/history",
        "GET /v1.41/images/sha256:a3/json",
        "GET /v1.41/info",
        "GET /v1.41/networks",
        "GET /v1.41/networks/n1",
        "GET /v1.41/plugins",
        "GET /v1.41/volumes",
        "GET /version",
    ];
    assert_eq!(stub.asked(), expected);
}

#[test]
fn a_manager_is_asked_about_its_swarm_and_its_tokens_stay_there() {
    let manager = json!({"Swarm": {"ControlAvailable": true}});
    let mut answers = with(small(), "/info", Says::Json(manager));
    answers.extend(known(&[
        (
            "/swarm",
            json!({"ID": "s", "JoinTokens": {"Worker": "made-up", "Manager": "made-up"}}),
        ),
        ("/nodes", json!([{"ID": "n"}])),
        ("/services", json!([{"ID": "v"}])),
    ]));
    let stub = Stub::new(answers);
    let document = stub.collect();
    assert_eq!(document["swarm"], json!({"ID": "s"}));
    assert_eq!(document["nodes"], json!([{"ID": "n"}]));
    assert_eq!(document["services"], json!([{"ID": "v"}]));
    assert!(!document.to_string().contains("made-up"));
    let asked = stub.asked();
    for path in ["/swarm", "/nodes", "/services"] {
        assert!(asked.contains(&format!("GET /v1.41{path}")), "{path}");
    }
    assert!(asked.iter().all(|question| question.starts_with("GET ")));
}

/// The version is one that both sides know.
#[test]
fn the_version_of_the_interface_is_agreed_on() {
    let table = [
        (
            json!({"ApiVersion": "1.41", "MinAPIVersion": "1.12"}),
            Some("/v1.41"),
        ),
        (json!({"ApiVersion": "1.24"}), Some("/v1.24")),
        (
            json!({"ApiVersion": "1.60", "MinAPIVersion": "1.44"}),
            Some("/v1.51"),
        ),
        (
            json!({"ApiVersion": "1.99", "MinAPIVersion": "1.70"}),
            Some("/v1.70"),
        ),
        (
            json!({"ApiVersion": "2.0", "MinAPIVersion": "2.0"}),
            Some("/v2.0"),
        ),
        (json!({"ApiVersion": "x/../y"}), None),
        (json!({"Version": "1.0"}), None),
        (json!([]), None),
    ];
    for (version, expected) in table {
        let stub = Stub::new([("/version".to_owned(), Says::Json(version.clone()))].into());
        let document = stub.collect();
        let asked = stub.asked();
        if let Some(prefix) = expected {
            assert!(asked.contains(&format!("GET {prefix}/info")), "{asked:?}");
            assert_eq!(document["version"], version);
        } else {
            assert_eq!(asked, ["GET /version"]);
            assert_eq!(document["failure"], json!({"why": "not-an-engine"}));
        }
    }
}

#[test]
fn chunks_are_put_together() {
    let mut answers = small();
    for says in answers.values_mut() {
        if let Says::Json(value) = says {
            *says = Says::Chunks(value.clone());
        }
    }
    let (chunked, whole) = (Stub::new(answers), Stub::new(small()));
    let (mut chunked, whole) = (chunked.collect(), whole.collect());
    chunked["endpoint"] = whole["endpoint"].clone();
    assert_eq!(chunked, whole);
}

/// What an engine says is no path: it cannot make a question to something else.
#[test]
fn an_id_that_is_none_is_not_asked_for() {
    let list = json!([
        {"Id": "../../swarm/leave", "Names": ["/a"]},
        {"Id": "c2/json?x=", "Names": ["/b"]},
        {"Id": "", "Names": []},
        {"Names": ["/c"]},
        7,
    ]);
    let answers = with(small(), "/containers/json?all=true", Says::Json(list));
    let stub = Stub::new(answers);
    let document = stub.collect();
    assert_eq!(document["containers"], json!([]));
    let gaps = document["gaps"].as_array().expect("a list");
    assert_eq!(gaps.len(), 5);
    assert!(gaps.iter().all(|gap| gap["why"] == "broken"), "{gaps:?}");
    assert!(
        !stub
            .asked()
            .iter()
            .any(|question| question.contains("swarm"))
    );
}
