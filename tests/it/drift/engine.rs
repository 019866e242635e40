//! A real engine, and the real Docker Compose: after `up` nothing differs; after each change just
//! that.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::engines::{Docker, IMAGE};
use crate::servers::tool;
use crate::support::{hulan, write};

/// A project on an engine.
struct Project<'e> {
    engine: &'e Docker,
    compose: PathBuf,
    folder: tempfile::TempDir,
}

/// Many settings that an engine spells in its own way.
const FILE: &str = r#"
name: shop
services:
  web:
    image: IMAGE
    command: sleep 1000
    network_mode: none
    cap_drop: [ALL]
    cap_add: [net_bind_service, CAP_CHOWN]
    security_opt: [no-new-privileges]
    mem_limit: 64m
    cpus: 0.5
    pids_limit: 50
    read_only: true
    tmpfs: ["/tmp:size=16m,mode=1777", /run]
    volumes: ["data:/data", "./conf:/conf:ro", /anonymous, {type: tmpfs, target: /t, tmpfs: {size: 1m}}]
    environment: {LOG_LEVEL: info, EMPTY: "", DB_PASSWORD: made-up-one}
    secrets: [key]
    user: "1000:1000"
    restart: unless-stopped
    ulimits: {nofile: 1024}
    logging: {driver: json-file, options: {max-size: 10m}}
    healthcheck: {test: [CMD, "/bin/true"], interval: 1h}
    extra_hosts: ["db:10.9.8.7"]
    init: true
  side:
    image: docker.io/library/IMAGE
    command: [sleep, "1000"]
    network_mode: service:web
    scale: 2
    depends_on: {job: {condition: service_completed_successfully}}
    deploy: {resources: {limits: {memory: 32M, cpus: "0.25", pids: 20}}}
  job:
    image: IMAGE
    network_mode: none
    pid: service:web
    command: ["/bin/true"]
  debug:
    image: IMAGE
    profiles: [debug]
volumes:
  data:
secrets:
  key: {file: ./key}
"#;

impl<'e> Project<'e> {
    fn new(engine: &'e Docker, compose: &Path) -> Self {
        let folder = tempfile::tempdir().expect("made");
        let own = Self {
            engine,
            compose: compose.to_path_buf(),
            folder,
        };
        own.file(&FILE.replace("IMAGE", IMAGE));
        write(own.folder.path(), &[("conf/a", b"a"), ("key", b"made up")]);
        own
    }

    fn file(&self, text: &str) {
        write(self.folder.path(), &[("compose.yaml", text.as_bytes())]);
    }

    /// The file with one text in place of another.
    fn with(&self, old: &str, new: &str) {
        let file = FILE.replace("IMAGE", IMAGE);
        assert!(file.contains(old), "{old}");
        self.file(&file.replacen(old, new, 1));
    }

    fn compose(&self, arguments: &[&str]) {
        let output = self.try_compose(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
    }

    fn try_compose(&self, arguments: &[&str]) -> Output {
        Command::new(&self.compose)
            .current_dir(self.folder.path())
            .env("DOCKER_HOST", self.engine.endpoint())
            .env("HOME", self.engine.folder())
            .env_remove("DOCKER_CONTEXT")
            .args(arguments)
            .output()
            .expect("it runs")
    }

    fn audit(&self) -> Value {
        let output = hulan()
            .env_remove("SOURCE_DATE_EPOCH")
            .args(["audit", "--engine", &self.engine.endpoint()])
            .args(["--output", "json"])
            .arg(self.folder.path())
            .output()
            .expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(!text.contains("made-up-one"), "a secret is shown");
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// The differences: rule, subject, the text at the place.
    fn drift(&self) -> Vec<(String, String, String)> {
        let report = self.audit();
        let unread = &report["coverage"]["unread"];
        assert_eq!(*unread, serde_json::json!([]), "{unread:#}");
        let file = std::fs::read_to_string(self.folder.path().join("compose.yaml"));
        let file = file.expect("readable");
        let findings = report["findings"].as_array().expect("a list").iter();
        let drift = findings.filter(|one| {
            let rule = one["rule"].as_str().unwrap_or_default();
            rule.starts_with("DRF")
        });
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut drift: Vec<_> = drift
            .map(|one| {
                let place = &one["location"];
                let path = text(&place["path"]);
                let at = if path == "compose.yaml" {
                    shown(&file, place)
                } else {
                    path
                };
                (text(&one["rule"]), text(&one["subject"]["name"]), at)
            })
            .collect();
        drift.sort();
        drift
    }
}

/// The text of a place in one line.
fn shown(file: &str, place: &Value) -> String {
    let number =
        |name: &str| usize::try_from(place[name].as_u64().expect("a number")).expect("fits");
    let line = file.lines().nth(number("line") - 1).unwrap_or_default();
    let end = number("endColumn") - 1;
    line.get(number("column") - 1..end)
        .unwrap_or_default()
        .to_owned()
}

fn one(rule: &str, subject: &str, at: &str) -> Vec<(String, String, String)> {
    vec![(rule.to_owned(), subject.to_owned(), at.to_owned())]
}

#[test]
fn a_real_engine_differs_from_the_files_only_where_it_was_changed() {
    let test = "a_real_engine_differs_from_the_files_only_where_it_was_changed";
    let Some(compose) = tool(test, "HULAN_COMPOSE", &[]) else {
        return;
    };
    let Some(engine) = Docker::start(test) else {
        return;
    };
    if !engine.runs_containers() {
        return;
    }
    let project = Project::new(&engine, &compose);
    project.compose(&["up", "-d"]);
    assert_eq!(project.drift(), []);

    the_file_is_changed(&project);
    the_container_is_changed(&project);
    others_come_and_go(&project);
    project.compose(&["down", "--timeout", "0", "--volumes"]);
    reach_is_changed(&engine, &compose);
}

/// The file says something else than what was started.
fn the_file_is_changed(project: &Project<'_>) {
    for (old, new, rule, at) in [
        ("mem_limit: 64m", "mem_limit: 32m", "DRF110", "32m"),
        (
            "pids_limit: 50",
            "pids_limit: 50\n    privileged: true",
            "DRF101",
            "true",
        ),
        (
            "cap_add: [net_bind_service, CAP_CHOWN]",
            "cap_add: [CHOWN]",
            "DRF102",
            "CHOWN",
        ),
        (
            "security_opt: [no-new-privileges]",
            "security_opt: [no-new-privileges, 'seccomp:unconfined']",
            "DRF103",
            "seccomp:unconfined",
        ),
        ("user: \"1000:1000\"", "user: \"1001\"", "DRF104", "1001"),
        ("read_only: true", "read_only: false", "DRF105", "false"),
        (
            "    network_mode: none",
            "    network_mode: none\n    ipc: host",
            "DRF106",
            "host",
        ),
        (
            "\"./conf:/conf:ro\"",
            "\"./key:/conf:ro\"",
            "DRF107",
            "./key:/conf:ro",
        ),
        ("LOG_LEVEL: info", "LOG_LEVEL: debug", "DRF111", "debug"),
        ("EMPTY: \"\", ", "", "DRF111", "web"),
        (
            "command: sleep 1000",
            "command: sleep 2000",
            "DRF112",
            "sleep 2000",
        ),
        (
            "restart: unless-stopped",
            "restart: always",
            "DRF114",
            "always",
        ),
        ("max-size: 10m", "max-size: 20m", "DRF114", "20m"),
        ("10.9.8.7", "10.9.8.8", "DRF114", "web"),
    ] {
        project.with(old, new);
        let mut found = project.drift();
        // Where a name in the hosts file moves, one is gone and another has come.
        found.retain(|(own, _, place)| !(own == "DRF114" && place.contains("10.9.8.8")));
        assert_eq!(found, one(rule, "web", at), "{new}");
    }
    // That the value of a secret differs is not said.
    project.with("made-up-one", "made-up-one-more");
    assert_eq!(project.drift(), []);
    project.with("scale: 2", "scale: 2\n    mem_swappiness: 0");
    assert_eq!(project.drift(), []);
    project.with("profiles: [debug]", "network_mode: none");
    assert_eq!(project.drift(), one("DRF203", "debug", "debug"));
    project.file(&FILE.replace("IMAGE", IMAGE));
}

/// Somebody changes what runs.
fn the_container_is_changed(project: &Project<'_>) {
    let engine = project.engine;
    engine.docker(&[
        "update",
        "--memory",
        "128m",
        "--memory-swap",
        "256m",
        "shop-web-1",
    ]);
    assert_eq!(project.drift(), one("DRF110", "web", "64m"));
    engine.docker(&[
        "update",
        "--memory",
        "64m",
        "--memory-swap",
        "128m",
        "shop-web-1",
    ]);
    engine.docker(&["update", "--restart", "no", "shop-web-1"]);
    assert_eq!(project.drift(), one("DRF114", "web", "unless-stopped"));
    engine.docker(&["update", "--restart", "unless-stopped", "shop-web-1"]);
    assert_eq!(project.drift(), []);

    // A newer image under the old name, which runs when the container is made anew.
    engine.docker(&[
        "import",
        "--change",
        "ENV NEW=1",
        &engine.image.display().to_string(),
        IMAGE,
    ]);
    let moved = project.drift();
    let rules: Vec<&str> = moved.iter().map(|(rule, ..)| rule.as_str()).collect();
    assert_eq!(rules, ["DRF202"; 3], "{moved:?}");
    project.compose(&["up", "-d", "--force-recreate"]);
    assert_eq!(project.drift(), []);

    // One of two containers of a service.
    engine.docker(&["stop", "--time", "0", "shop-web-1"]);
    assert_eq!(project.drift(), one("DRF203", "web", "web"));
    engine.docker(&["start", "shop-web-1"]);
    engine.docker(&["rm", "--force", "shop-side-2"]);
    assert_eq!(project.drift(), []);
    engine.docker(&["rm", "--force", "shop-side-1"]);
    assert_eq!(project.drift(), one("DRF203", "side", "side"));
    project.compose(&["up", "-d"]);
    assert_eq!(project.drift(), []);
}

/// Containers that no file has.
fn others_come_and_go(project: &Project<'_>) {
    let engine = project.engine;
    let run = ["run", "--detach", "--network=none"];
    let stray = [&run[..], &["--name", "stray", IMAGE, "sleep", "1000"]].concat();
    engine.docker(&stray);
    assert_eq!(
        project.drift(),
        one("DRF205", "stray", "docker.engine.json")
    );
    engine.docker(&["rm", "--force", "stray"]);

    let task = ["run", "--detach", "--name", "task", "web", "sleep", "1000"];
    project.compose(&task);
    assert_eq!(project.drift(), []);
    engine.docker(&["rm", "--force", "task"]);

    let file = FILE.replace("IMAGE", IMAGE);
    let start = file.find("  job:").expect("there");
    let end = file.find("  debug:").expect("there");
    let without = format!("{}{}", &file[..start], &file[end..]);
    let needs = "    depends_on: {job: {condition: service_completed_successfully}}\n";
    project.file(&without.replace(needs, ""));
    let removed = project.drift();
    assert_eq!(removed, one("DRF207", "job", ""));
    project.file(&file);

    // The same project from another folder.
    let copy = Project::new(engine, &project.compose);
    let rules: Vec<String> = copy.drift().into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, ["DRF209"]);
}

/// A project that publishes ports and has networks.
const REACH: &str = r#"
name: reach
services:
  front:
    image: IMAGE
    ports: ["127.0.0.1:18080:80", "19000-19001:90-91", "53/udp"]
    networks: [default, back]
networks:
  back: {name: special}
"#;

/// Ports and networks, which an engine notes when a container is made.
fn reach_is_changed(engine: &Docker, compose: &Path) {
    let project = Project::new(engine, compose);
    let file = REACH.replace("IMAGE", IMAGE);
    project.file(&file);
    let made = project.try_compose(&["create"]);
    if !made.status.success() {
        let why = String::from_utf8_lossy(&made.stderr);
        eprintln!("networks are not made here: {why}");
        return;
    }
    // It is made, and does not run.
    let drift = || {
        let mut found = project.drift();
        found.retain(|(rule, ..)| rule != "DRF203");
        found
    };
    assert_eq!(drift(), []);
    for (old, new, rule, at) in [
        ("127.0.0.1:18080:80", "18080:80", "DRF108", "18080:80"),
        (
            "127.0.0.1:18080:80",
            "127.0.0.1:18081:80",
            "DRF108",
            "127.0.0.1:18081:80",
        ),
        (", \"53/udp\"", "", "DRF108", "front"),
        (
            "networks: [default, back]",
            "networks: [back]",
            "DRF109",
            "front",
        ),
    ] {
        assert!(file.contains(old), "{old}");
        project.file(&file.replacen(old, new, 1));
        assert_eq!(drift(), one(rule, "front", at), "{new}");
    }
    project.file(&file);
    engine.docker(&["network", "create", "elsewhere"]);
    engine.docker(&["network", "connect", "elsewhere", "reach-front-1"]);
    assert_eq!(drift(), one("DRF109", "front", "front"));
    project.compose(&["down", "--timeout", "0"]);
}
