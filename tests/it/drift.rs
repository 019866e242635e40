//! Where what runs differs from what was declared: with documents as an engine gives them, each
//! kind of difference and something near it that is none; and with a real engine and the real
//! Docker Compose.

mod documents;
mod engine;
mod equal;

use std::path::Path;

use hulan::model::{Change, Drift, DriftKind};
use hulan::scan::{EngineAnswers, Request, scan};
use serde_json::{Value, json};

use crate::support::write;

/// The id of the image that containers are made from.
const IMAGE: &str = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

/// What of a drift tests look at.
type Said = (DriftKind, String, Change);

/// What differs between compose files and a document. The moment is fixed.
fn drift(files: &[(&str, &str)], document: &Value) -> Vec<Drift> {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(p, t)| (*p, t.as_bytes())).collect();
    write(folder.path(), &files);
    drift_of(folder.path(), document)
}

fn drift_of(folder: &Path, document: &Value) -> Vec<Drift> {
    let now = "2026-11-23T00:00:00Z".parse().expect("a moment");
    let request = Request {
        paths: vec![folder.to_path_buf()],
        now,
        engines: vec![EngineAnswers {
            path: "vm.engine.json".to_owned(),
            content: serde_json::to_string_pretty(document).expect("JSON"),
        }],
        ..Request::default()
    };
    scan(&request).deployment.drift
}

fn said(drift: &[Drift]) -> Vec<Said> {
    let said = drift.iter();
    said.map(|one| (one.kind, one.what.clone(), one.change))
        .collect()
}

/// The document of an engine with these containers, one image and one network.
fn document(containers: &[Value]) -> Value {
    json!({
        "hulan-engine": 1,
        "endpoint": "unix:///var/run/docker.sock",
        "version": {"Components": [{"Name": "Engine", "Version": "28.2.2"}], "ApiVersion": "1.50"},
        "info": {"LoggingDriver": "json-file", "DefaultRuntime": "runc", "CgroupVersion": "2"},
        "containers": containers,
        "images": [{
            "inspect": {
                "Id": IMAGE,
                "RepoTags": ["box:1"],
                "RepoDigests": [],
                "Config": {"Env": ["PATH=/bin", "OF_IMAGE=1"], "Cmd": ["sleep", "1000"]},
            },
            "history": [],
        }],
        "networks": [
            network("shop_default", "default"),
            network("shop_back", "back"),
            {"Name": "elsewhere", "Id": "77", "Driver": "bridge", "Labels": {}},
        ],
        "volumes": [{
            "Name": "shop_data",
            "Driver": "local",
            "Labels": {"com.docker.compose.project": "shop", "com.docker.compose.volume": "data"},
        }],
    })
}

fn network(name: &str, key: &str) -> Value {
    json!({
        "Name": name, "Id": name, "Driver": "bridge",
        "Labels": {"com.docker.compose.project": "shop", "com.docker.compose.network": key},
    })
}

/// A container of service `web` of project `shop`, as Docker Compose makes it without more.
fn container(own: Value) -> Value {
    let mut container = json!({
        "Id": "a".repeat(64),
        "Name": "/shop-web-1",
        "Created": "2026-11-22T08:00:00Z",
        "Image": IMAGE,
        "RestartCount": 0,
        "State": {"Status": "running", "ExitCode": 0, "StartedAt": "2026-11-22T08:00:00Z"},
        "Config": {
            "Image": "box:1",
            "User": "",
            "Env": ["PATH=/bin", "OF_IMAGE=1"],
            "Cmd": ["sleep", "1000"],
            "Labels": {
                "com.docker.compose.project": "shop",
                "com.docker.compose.service": "web",
                "com.docker.compose.container-number": "1",
                "com.docker.compose.oneoff": "False",
            },
        },
        "HostConfig": {
            "NetworkMode": "shop_default",
            "IpcMode": "private",
            "CgroupnsMode": "private",
            "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
            "LogConfig": {"Type": "json-file", "Config": {}},
            "Runtime": "runc",
            "Privileged": false,
            "ReadonlyRootfs": false,
            "OomKillDisable": false,
        },
        "Mounts": [],
        "NetworkSettings": {"Networks": {}},
    });
    merge(&mut container, own);
    container
}

/// The same of another service.
fn other(service: &str, number: u8, own: Value) -> Value {
    let mut container = container(json!({
        "Id": format!("{number:x}").repeat(64).chars().take(64).collect::<String>(),
        "Name": format!("/shop-{service}-{number}"),
        "Config": {"Labels": {
            "com.docker.compose.service": service,
            "com.docker.compose.container-number": number.to_string(),
        }},
    }));
    merge(&mut container, own);
    container
}

fn merge(into: &mut Value, own: Value) {
    match (into, own) {
        (Value::Object(into), Value::Object(own)) => {
            for (name, value) in own {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, own) => *into = own,
    }
}

/// A compose file with service `web`, which has these lines.
fn compose(lines: &str) -> String {
    let lines: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    format!("name: shop\nservices:\n  web:\n    image: box:1\n{lines}")
}
