//! Faults that together are more than each: what each needs, in many forms, and how it is kept.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::{corpus, hulan, json, write};

/// An application with a published default, and a holder of the engine beside it.
const APP: &str = "
  app:
    image: ghcr.io/labring/fastgpt:v4.14.8
    ports: ['3000:3000']
    environment:
      DEFAULT_ROOT_PSW: '1234'
      TOKEN_KEY: qW9mX4zc1pG6jN3dS8hB5kR7vT2
      CHECK_INTERNAL_IP: 'false'
    networks: [inner]
";
const HOLDER: &str = "
  runner:
    image: opensandbox/server:v0.1.7
    volumes: ['/var/run/docker.sock:/var/run/docker.sock']
    configs: [{source: runner, target: /etc/opensandbox/config.toml}]
    networks: [inner]
";
const REST: &str = "
networks:
  inner:
configs:
  runner:
    content: |
      [server]
      port = 8090
";

fn whole(services: &[&str]) -> String {
    format!("services:{}{REST}", services.concat())
}

/// The findings of the family in a folder with these files.
fn found(files: &[(&str, &str)], arguments: &[&str]) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    write(folder.path(), &files);
    of_folder(folder.path(), arguments)
}

fn of_folder(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let (report, _) = json(folder, &[&["--profile", "strict"], arguments].concat());
    own(&report)
}

fn own(report: &Value) -> Vec<Value> {
    let findings = report["findings"].as_array().expect("a list");
    let is_own = |one: &&Value| {
        let rule = one["rule"].as_str();
        rule.is_some_and(|rule| rule.starts_with("TOX"))
    };
    findings.iter().filter(is_own).cloned().collect()
}

fn rules(findings: &[Value]) -> BTreeSet<String> {
    let rules = findings.iter().filter_map(|one| one["rule"].as_str());
    rules.map(str::to_owned).collect()
}

fn fingerprint(findings: &[Value], rule: &str) -> String {
    let one = findings.iter().find(|one| one["rule"] == rule);
    let one = one.unwrap_or_else(|| panic!("no {rule}"));
    one["fingerprint"].as_str().expect("a string").to_owned()
}

#[test]
fn each_part_is_necessary_for_a_way_to_the_host() {
    let all = whole(&[APP, HOLDER]);
    assert!(rules(&found(&[("compose.yaml", &all)], &[])).contains("TOX101"));
    for (part, without) in [
        ("ports: ['3000:3000']", "expose: ['3000']"),
        (
            "DEFAULT_ROOT_PSW: '1234'",
            "DEFAULT_ROOT_PSW: Nn7Qk2vXw9Zc4Lm8Rt5Yb3",
        ),
        ("CHECK_INTERNAL_IP: 'false'", "CHECK_INTERNAL_IP: 'true'"),
        (
            "volumes: ['/var/run/docker.sock:/var/run/docker.sock']",
            "init: true",
        ),
        (
            "      port = 8090",
            "      api_key = \"Nn7Qk2vXw9Zc4Lm8Rt5Yb3\"",
        ),
    ] {
        assert!(all.contains(part), "{part}");
        let near = all.replace(part, without);
        let found = rules(&found(&[("compose.yaml", &near)], &[]));
        assert!(!found.contains("TOX101"), "without {part}: {found:?}");
    }
}

#[test]
fn a_service_that_has_nothing_to_do_with_it_changes_no_fingerprint() {
    let other = "\n  aaa:\n    image: busybox:1.37\n    networks: [own]\n";
    let before = found(&[("compose.yaml", &whole(&[APP, HOLDER]))], &[]);
    let with_other = whole(&[other, APP, HOLDER]).replace("  inner:\n", "  inner:\n  own:\n");
    let turned = whole(&[HOLDER, APP]);
    for compose in [with_other, turned] {
        let after = found(&[("compose.yaml", &compose)], &[]);
        assert_eq!(rules(&before), rules(&after));
        for rule in rules(&before) {
            assert_eq!(fingerprint(&before, &rule), fingerprint(&after, &rule));
        }
    }
}

#[test]
fn every_step_is_shown_with_its_place() {
    let compose = whole(&[APP, HOLDER]);
    let found = found(&[("compose.yaml", &compose)], &[]);
    let one = found.iter().find(|one| one["rule"] == "TOX101");
    let steps = one.expect("found")["flow"].as_array().expect("steps");
    let told: Vec<&str> = steps
        .iter()
        .filter_map(|step| step["what"].as_str())
        .collect();
    for part in [
        "port 3000",
        "'DEFAULT_ROOT_PSW'",
        "network 'inner'",
        "socket",
        "root on this machine",
    ] {
        assert!(
            told.iter().any(|told| told.contains(part)),
            "{part}: {told:?}"
        );
    }
    assert!(steps.iter().all(|step| step["line"].as_u64().is_some()));
    assert!(told.iter().all(|told| !told.contains('{')), "{told:?}");
}

#[test]
fn a_viewer_of_sarif_walks_every_step_and_no_more() {
    let folder = tempfile::tempdir().expect("made");
    let compose = whole(&[APP, HOLDER]);
    write(folder.path(), &[("compose.yaml", compose.as_bytes())]);
    let found = of_folder(folder.path(), &[]);
    let one = found.iter().find(|one| one["rule"] == "TOX101");
    let steps = one.expect("found")["flow"].as_array().expect("steps").len();
    let output = hulan()
        .args(["scan", "--profile", "strict", "--output", "sarif"])
        .arg(folder.path())
        .output()
        .expect("it runs");
    let log: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let one = results.iter().find(|one| one["ruleId"] == "TOX101");
    let flow = &one.expect("found")["codeFlows"][0]["threadFlows"][0]["locations"];
    assert_eq!(flow.as_array().expect("locations").len(), steps);
}

#[test]
fn what_a_baseline_knows_is_not_new_with_another_service() {
    let folder = tempfile::tempdir().expect("made");
    let compose = whole(&[APP, HOLDER]);
    write(folder.path(), &[("compose.yaml", compose.as_bytes())]);
    let made = hulan()
        .current_dir(folder.path())
        .args([
            "baseline",
            "write",
            "--profile",
            "strict",
            "--force",
            "--now",
            "2026-03-01T12:00:00Z",
        ])
        .output()
        .expect("it runs");
    let file = folder.path().join(".hulan/baseline.json");
    assert!(file.exists(), "{}", String::from_utf8_lossy(&made.stderr));
    let other = "\n  aaa:\n    image: busybox:1.37\n    network_mode: none\n";
    let compose = whole(&[other, APP, HOLDER]);
    write(folder.path(), &[("compose.yaml", compose.as_bytes())]);
    let file = file.to_str().expect("UTF-8").to_owned();
    let found = of_folder(
        folder.path(),
        &["--baseline", &file, "--now", "2026-03-01T12:00:00Z"],
    );
    assert!(rules(&found).contains("TOX101"));
    assert!(
        found.iter().all(|one| one["status"] == "baseline"),
        "{found:?}"
    );
}

#[test]
fn what_runs_is_judged_like_what_is_declared() {
    let declared = "services: {db: {image: 'postgres:17', ports: ['5432:5432'], environment: {POSTGRES_PASSWORD: postgres}}}";
    let scanned = rules(&found(&[("compose.yaml", declared)], &[]));
    assert_eq!(scanned, BTreeSet::from(["TOX103".to_owned()]));
    let document = serde_json::json!({
        "hulan-engine": 1,
        "endpoint": "unix:///var/run/docker.sock",
        "version": {"Components": [{"Name": "Engine", "Version": "28.2.2"}], "ApiVersion": "1.50"},
        "info": {"LoggingDriver": "json-file", "DefaultRuntime": "runc", "CgroupVersion": "2"},
        "containers": [{
            "Id": "a".repeat(64),
            "Name": "/shop-db-1",
            "Image": format!("sha256:{}", "1".repeat(64)),
            "State": {"Status": "running"},
            "Config": {
                "Image": "postgres:17",
                "Env": ["POSTGRES_PASSWORD=postgres"],
                "Labels": {
                    "com.docker.compose.project": "shop",
                    "com.docker.compose.service": "db",
                    "com.docker.compose.container-number": "1",
                    "com.docker.compose.oneoff": "False"
                }
            },
            "HostConfig": {
                "NetworkMode": "shop_default",
                "PortBindings": {"5432/tcp": [{"HostIp": "", "HostPort": "5432"}]}
            },
            "NetworkSettings": {
                "Networks": {"shop_default": {}},
                "Ports": {"5432/tcp": [{"HostIp": "0.0.0.0", "HostPort": "5432"}]}
            },
            "Mounts": []
        }],
        "images": [], "networks": [], "volumes": []
    });
    let folder = tempfile::tempdir().expect("made");
    write(
        folder.path(),
        &[("vm.engine.json", document.to_string().as_bytes())],
    );
    let output = hulan()
        .current_dir(folder.path())
        .args([
            "audit",
            "--from",
            "vm.engine.json",
            "--profile",
            "strict",
            "--output",
            "json",
        ])
        .output()
        .expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(rules(&own(&report)), scanned);
}

#[test]
fn real_deployments_show_the_combinations_that_they_have() {
    let Some(corpus) = corpus("combinations") else {
        return;
    };
    let of = |path: &str| rules(&of_folder(&corpus.join(path), &[]));
    let fastgpt = of("fastgpt/v4.14.10.2-054c3f18/docker/global/docker-compose.pg.valid.yml");
    for rule in ["TOX101", "TOX102", "TOX103", "TOX108"] {
        assert!(fastgpt.contains(rule), "{rule}: {fastgpt:?}");
    }
    // The sandboxes of Dify stand apart from its stores.
    for version in [
        "dify/1.16.1/docker-compose.yaml",
        "dify/1.13.0/docker-compose.yaml",
    ] {
        let dify = of(version);
        assert!(!dify.contains("TOX102"), "{version}: {dify:?}");
    }
}
