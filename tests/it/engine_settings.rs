//! What an engine says of its settings, and what the file says that it was started with: each rule
//! that both can answer gives the same answer.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::engines::Docker;
use crate::support::{hulan, write};

/// The rules that an engine's answers decide alone, without its file: those of what the file sets.
/// The default namespace of control groups depends on the machine where nobody sets it.
const TOLD_BY_BOTH: [&str; 10] = [
    "ENG101", "ENG102", "ENG105", "ENG108", "ENG111", "ENG112", "ENG114", "ENG115", "ENG116",
    "ENG118",
];

/// How an engine is started: its file, what the command line says besides, what that would be in
/// the file, and rules that find something in it.
struct Start {
    file: Value,
    arguments: &'static [&'static str],
    said: Value,
    expected: &'static [&'static str],
}

fn starts() -> [Start; 3] {
    [
        Start {
            file: json!({}),
            arguments: &[],
            said: json!({}),
            expected: &["ENG108", "ENG114", "ENG116"],
        },
        Start {
            file: json!({
                "insecure-registries": ["registry.corp.example:5000", "10.1.0.0/16"],
                "live-restore": true,
                "log-driver": "none",
                "experimental": true,
                "debug": true,
                "no-new-privileges": true,
            }),
            arguments: &[],
            said: json!({}),
            expected: &["ENG102", "ENG108", "ENG112", "ENG115", "ENG118"],
        },
        Start {
            file: json!({
                "insecure-registries": ["127.0.0.0/8"],
                "log-driver": "local",
                "log-opts": {"max-size": "5m"},
                "userland-proxy": false,
                "default-cgroupns-mode": "private",
            }),
            arguments: &["--host=tcp://127.0.0.1:0"],
            said: json!({"hosts": ["tcp://127.0.0.1:0"]}),
            expected: &["ENG101", "ENG108", "ENG114", "ENG116"],
        },
    ]
}

/// The rules of the family that find something, and the log that was printed.
fn rules(report: &Value) -> BTreeSet<String> {
    let findings = report["findings"].as_array().expect("a list");
    let rules = findings.iter().filter_map(|own| own["rule"].as_str());
    rules
        .filter(|own| own.starts_with("ENG"))
        .map(str::to_owned)
        .collect()
}

fn report(folder: &Path, arguments: &[&str]) -> Value {
    let mut command = hulan();
    command
        .current_dir(folder)
        .env_remove("DOCKER_HOST")
        .args(arguments);
    let output = command
        .args(["--profile", "strict", "--output", "json"])
        .output()
        .expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"))
}

#[test]
fn an_engine_and_its_file_are_judged_alike() {
    println!("{:<8} {:<7} {:<7} start", "rule", "engine", "file");
    for (number, start) in starts().iter().enumerate() {
        let text = start.file.to_string();
        let arguments = |folder: &Path| {
            fs::write(folder.join("daemon.json"), &text).expect("written");
            start
                .arguments
                .iter()
                .map(|own| (*own).to_owned())
                .collect()
        };
        let Some(engine) = Docker::start_with("engine_settings", arguments) else {
            return;
        };
        let folder = tempfile::tempdir().expect("made");
        let endpoint = engine.endpoint();
        let of_engine = rules(&report(folder.path(), &["audit", "--engine", &endpoint]));
        let mut whole = start.file.clone();
        for (name, value) in start.said.as_object().expect("an object") {
            whole[name] = value.clone();
        }
        let whole = whole.to_string();
        write(
            folder.path(),
            &[("etc/docker/daemon.json", whole.as_bytes())],
        );
        let of_file = rules(&report(folder.path(), &["scan", "."]));
        for rule in TOLD_BY_BOTH {
            let (engine, file) = (of_engine.contains(rule), of_file.contains(rule));
            println!("{rule:<8} {engine:<7} {file:<7} {number}");
            assert_eq!(engine, file, "{rule}: {whole}");
            assert_eq!(engine, start.expected.contains(&rule), "{rule}: {whole}");
        }
        // Of what an engine does not tell nothing is said.
        for rule in ["ENG106", "ENG113", "ENG117", "ENG119"] {
            assert!(!of_engine.contains(rule), "{rule}: {of_engine:?}");
        }
    }
}

/// What the engine keeps for all containers arrives in each: a rule about containers sees it there.
#[test]
fn log_limits_of_the_engine_are_those_of_its_containers() {
    let arguments = |folder: &Path| {
        let text = json!({"log-opts": {"max-size": "5m"}}).to_string();
        fs::write(folder.join("daemon.json"), text).expect("written");
        Vec::new()
    };
    let Some(engine) = Docker::start_with("engine_settings", arguments) else {
        return;
    };
    engine.docker(&[
        "create",
        "--name",
        "web",
        "--network",
        "none",
        crate::engines::IMAGE,
        "/bin/true",
    ]);
    let folder = tempfile::tempdir().expect("made");
    let found = report(folder.path(), &["audit", "--engine", &engine.endpoint()]);
    let found = found["findings"].as_array().expect("a list").clone();
    let of_logs = found.iter().filter(|own| own["rule"] == "CTR310");
    assert_eq!(of_logs.count(), 0);
    assert!(
        found.iter().any(|own| own["rule"] == "CTR114"),
        "the container was judged"
    );
}

/// What the best-known script calls wrong on Docker Desktop and WSL2, because it looks into files of
/// a machine that is not the engine's.
#[test]
fn what_cannot_be_seen_on_docker_desktop_is_not_blamed() {
    let folder = tempfile::tempdir().expect("made");
    let document = json!({
        "hulan-engine": 1,
        "endpoint": "unix:///var/run/docker.sock",
        "version": {
            "Platform": {"Name": "Docker Desktop 4.86.0 (1)"},
            "Components": [{"Name": "Engine", "Version": "29.4.0"}],
        },
        "info": {
            "OperatingSystem": "Docker Desktop",
            "KernelVersion": "6.6.87.2-microsoft-standard-WSL2",
            "ServerVersion": "29.4.0",
            "Driver": "overlayfs",
            "LoggingDriver": "json-file",
            "LiveRestoreEnabled": false,
            "ExperimentalBuild": false,
            "SecurityOptions": ["name=seccomp,profile=unconfined", "name=cgroupns"],
            "Plugins": {"Authorization": null},
            "Swarm": {"LocalNodeState": "inactive"},
        },
        "networks": [{
            "Name": "bridge",
            "Driver": "bridge",
            "Options": {"com.docker.network.bridge.enable_icc": "false"},
        }],
        "host": {"files": [{"role": "socket", "path": "/run/docker.sock", "user": "root", "group": "root", "mode": "0666"}]},
    });
    let text = document.to_string();
    write(folder.path(), &[("desktop.engine.json", text.as_bytes())]);
    let found = report(folder.path(), &["audit", "--from", "desktop.engine.json"]);
    let expected = BTreeSet::from(["ENG114".to_owned()]);
    assert_eq!(rules(&found), expected);
    // The same of an engine in a machine of its own.
    let own = text.replace("Docker Desktop 4.86.0 (1)", "Docker Engine - Community");
    let own = own
        .replace("Docker Desktop", "Ubuntu 24.04")
        .replace("\"false\"", "\"true\"");
    write(folder.path(), &[("own.engine.json", own.as_bytes())]);
    let found = rules(&report(
        folder.path(),
        &["audit", "--from", "own.engine.json"],
    ));
    for rule in ["ENG105", "ENG107", "ENG108", "ENG109", "ENG116", "ENG403"] {
        assert!(found.contains(rule), "{rule}: {found:?}");
    }
}
