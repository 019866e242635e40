//! What is deployed: files, Compose profiles, the environment of the process, declared deployments,
//! and the parameters of rules.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{FORMATS, hulan, write};

const HARD: &str = "    read_only: true\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges]\n    mem_limit: 1g\n    pids_limit: 100\n    restart: always\n    logging: {driver: local}\n";

fn tree(files: &[(&str, &str)]) -> TempDir {
    let top = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(p, t)| (*p, t.as_bytes())).collect();
    write(top.path(), &files);
    top
}

/// Standard output, standard error and exit status.
fn run(folder: &Path, process: &[(&str, &str)], arguments: &[&str]) -> (String, String, i32) {
    let output = hulan()
        .current_dir(folder)
        .envs(process.iter().copied())
        .arg("scan")
        .args(arguments)
        .output()
        .expect("it runs");
    let string = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let status = output.status.code().expect("not killed");
    (string(output.stdout), string(output.stderr), status)
}

fn json(folder: &Path, process: &[(&str, &str)], arguments: &[&str]) -> (Value, i32) {
    let (out, error, status) = run(folder, process, &[arguments, &["--output=json"]].concat());
    let report = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{error}"));
    (report, status)
}

/// The findings of a rule as `path:subject:status`.
fn found(report: &Value, rule: &str) -> Vec<String> {
    let findings = report["findings"].as_array().expect("a list");
    let own = findings.iter().filter(|one| one["rule"] == rule);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    own.map(|one| {
        let (path, name) = (&one["location"]["path"], &one["subject"]["name"]);
        format!("{}:{}:{}", text(path), text(name), text(&one["status"]))
    })
    .collect()
}

fn service(name: &str, more: &str) -> String {
    format!("  {name}:\n    image: example/app:1\n{HARD}{more}")
}

#[test]
fn ports_are_front_doors_by_the_users_word() {
    let ports = service("web", "    ports: ['80:8080', '8443:8443']\n");
    let compose = format!("services:\n{ports}");
    let top = tree(&[("compose.yaml", &compose)]);
    let ports = |report: &Value, rule: &str| -> Vec<u64> {
        let findings = report["findings"].as_array().expect("a list");
        let own = findings.iter().filter(|one| one["rule"] == rule);
        own.filter_map(|one| one["location"]["column"].as_u64())
            .collect()
    };
    let (report, _) = json(top.path(), &[], &[]);
    let (front, other) = (ports(&report, "NET103"), ports(&report, "NET101"));
    assert_eq!((front.len(), other.len()), (1, 1), "{report:#}");
    assert!(front < other);
    let config = "[parameters]\nfront-door-ports = [8443]\n";
    write(top.path(), &[("hulan.toml", config.as_bytes())]);
    let (report, _) = json(top.path(), &[], &[]);
    assert_eq!(ports(&report, "NET103"), other, "{report:#}");
    assert_eq!(ports(&report, "NET101"), front, "{report:#}");
}

#[test]
fn parameters_and_deployments_that_are_wrong_are_said() {
    for (config, expected) in [
        (
            "[parameters]\nfront_door_port = [80]\n",
            "hulan.toml:2:1: unknown key 'front_door_port': did you mean 'front-door-ports'?",
        ),
        (
            "[parameters]\nfront-door-ports = [4142135]\n",
            "hulan.toml:2:21: expected u16",
        ),
        (
            "[parameters]\ntolerated-capabilities = ['CHOWN', 'NET BIND']\n",
            "hulan.toml:2:36: a capability is written as NET_BIND_SERVICE",
        ),
        (
            "[parameters]\ntrusted-images = ['a/*', 'b/[']\n",
            "hulan.toml:2:26: ",
        ),
        (
            "[parameters]\nallowed_host_path = ['a']\n",
            "did you mean 'allowed-host-paths'?",
        ),
        (
            "[[deployment]]\nfile = ['a']\n",
            "hulan.toml:2:1: unknown key 'file': did you mean 'files'?",
        ),
        ("[[deployment]]\nname = 'a'\n", "missing field 'files'"),
        (
            "[[deployment]]\nfiles = []\n",
            "hulan.toml:1:1: a deployment has one file at least",
        ),
        (
            "compose_profile = ['a']\n",
            "hulan.toml:1:1: unknown key 'compose_profile': did you mean 'compose-profiles'?",
        ),
    ] {
        let top = tree(&[("compose.yaml", "services: {}\n"), ("hulan.toml", config)]);
        let (out, error, status) = run(top.path(), &[], &[]);
        assert_eq!((out.as_str(), status), ("", 2), "{config}: {error}");
        assert!(error.contains(expected), "{config}: {error}");
        assert!(!error.contains("4142135"), "{error}");
    }
}

/// A service that starts, and one of a Compose profile with a grave finding of its own; both lack
/// one thing.
fn with_profile() -> String {
    let web = service("web", "").replace("    read_only: true\n", "");
    let store = service("store", "    privileged: true\n    profiles: [vector]\n");
    let store = store.replace("    read_only: true\n", "");
    format!("services:\n{web}{store}")
}

#[test]
fn services_that_do_not_start_are_folded_and_stop_nobody() {
    let top = tree(&[("compose.yaml", &with_profile())]);
    let (report, status) = json(top.path(), &[], &[]);
    assert_eq!(status, 0, "{report:#}");
    assert_eq!(
        found(&report, "CTR101"),
        ["compose.yaml:store:inactive-profile"]
    );
    // What a service that starts shares is to be done now.
    assert_eq!(found(&report, "CTR114"), ["compose.yaml:web:active"]);
    let shared = report["findings"].as_array().expect("a list").iter();
    let shared = shared.filter(|one| one["rule"] == "CTR114");
    let status_of: Vec<&Value> = shared
        .flat_map(|one| one["occurrences"].as_array().expect("a list"))
        .map(|one| &one["status"])
        .collect();
    assert_eq!(status_of, ["active", "inactive-profile"]);
    assert_eq!(report["summary"]["critical"], 0);
    assert_eq!(report["summary"]["suppressed"], 0);
    assert_eq!(report["summary"]["inactive"], 1);
    let profile = &report["inactiveProfiles"][0];
    assert_eq!(
        (&profile["profile"], &profile["findings"]),
        (&"vector".into(), &1.into())
    );
    assert_eq!(report["projects"][0]["inactiveServices"], 1);
    let (out, _, _) = run(top.path(), &[], &[]);
    assert!(!out.contains("CTR101"), "{out}");
    assert!(out.contains("= in services that do not start: 1"), "{out}");
    let line = "  profile 'vector': 1 findings in 1 services that do not start\n";
    assert!(out.contains(line), "{out}");
    let (out, _, _) = run(top.path(), &[], &["--output=table", "--lang=zh"]);
    assert!(
        out.contains("1 个不启动的服务，1 项结果") && !out.contains("CTR101"),
        "{out}"
    );
    let (out, _, _) = run(top.path(), &[], &["--output=sarif"]);
    let sarif: Value = serde_json::from_str(&out).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    assert!(results.iter().any(|one| one["ruleId"] == "CTR114"));
    assert!(
        !results.iter().any(|one| one["ruleId"] == "CTR101"),
        "{out}"
    );
}

#[test]
fn services_start_by_the_word_of_the_user_or_of_the_project() {
    let compose = with_profile();
    let top = tree(&[("compose.yaml", &compose)]);
    let status = |arguments: &[&str]| json(top.path(), &[], arguments).1;
    assert_eq!(status(&["--compose-profile", "other"]), 0);
    assert_eq!(
        status(&["--compose-profile", "other", "--compose-profile", "vector"]),
        1
    );
    assert_eq!(status(&["--compose-profile", "*"]), 1);
    assert_eq!(status(&["--profile", "strict", "--fail-on", "critical"]), 1);
    // The flag takes the place of what the project says, as for Compose.
    write(top.path(), &[(".env", b"COMPOSE_PROFILES=a,vector\n")]);
    assert_eq!(status(&[]), 1);
    assert_eq!(status(&["--compose-profile", "other"]), 0);
    write(
        top.path(),
        &[
            (".env", b""),
            ("hulan.toml", b"compose-profiles = ['vector']\n"),
        ],
    );
    assert_eq!(status(&[]), 1);
    assert_eq!(status(&["--isolated"]), 0);
    assert_eq!(status(&["--compose-profile", "other"]), 0);
}

#[test]
fn the_environment_of_the_process_counts_where_it_is_asked_for() {
    let web = service(
        "web",
        "    privileged: ${RIGHTS:-false}\n    profiles: ['${KIND:-a}']\n",
    );
    let compose = format!("services:\n{web}");
    let top = tree(&[("compose.yaml", &compose), (".env", "RIGHTS=false\n")]);
    let process = [("RIGHTS", "true"), ("COMPOSE_PROFILES", "a"), ("KIND", "b")];
    let rights = |arguments: &[&str]| found(&json(top.path(), &process, arguments).0, "CTR101");
    assert!(rights(&[]).is_empty());
    assert_eq!(
        rights(&["--env", "RIGHTS"]),
        ["compose.yaml:web:inactive-profile"]
    );
    let all = ["--env", "RIGHTS", "--compose-profile", "a"];
    assert_eq!(rights(&all), ["compose.yaml:web:active"]);
    let all = [&all[..], &["--env", "KIND"]].concat();
    assert_eq!(rights(&all), ["compose.yaml:web:inactive-profile"]);
    assert_eq!(
        rights(&["--use-environment"]),
        ["compose.yaml:web:inactive-profile"]
    );
    let process = &process[..2];
    let (report, _) = json(top.path(), process, &["--use-environment"]);
    assert_eq!(found(&report, "CTR101"), ["compose.yaml:web:active"]);
    for (name, expected) in [
        (
            "RIGHTS=made-up-canary",
            "--env takes a name: 'RIGHTS' gets its value from the process",
        ),
        ("NOT_THERE", "--env 'NOT_THERE' is not set"),
        (
            "COMPOSE_PROFILES",
            "--env 'COMPOSE_PROFILES' steers Compose",
        ),
    ] {
        let (_, error, status) = run(top.path(), process, &["--env", name]);
        assert_eq!(status, 2);
        assert!(
            error.contains(expected) && !error.contains("canary"),
            "{error}"
        );
    }
}

#[test]
fn a_secret_of_the_process_is_judged_and_not_shown() {
    let more = "    environment:\n      DB_PASSWORD: ${DB_PASSWORD}\n      REDIS_PASSWORD: ${CACHE_PASSWORD}\n    networks: ['n${DB_PASSWORD}']\n    privileged: true\n";
    let web = service("web", more);
    let web = web.replace("example/app:1", "nginx-${DB_PASSWORD}");
    let compose = format!("services:\n{web}networks:\n  x: {{}}\n");
    let top = tree(&[("compose.yaml", &compose)]);
    let process = [
        ("DB_PASSWORD", "canary-of-nobody-4711"),
        ("CACHE_PASSWORD", "difyai123456"),
    ];
    let arguments = ["--env", "DB_PASSWORD", "--env", "CACHE_PASSWORD", "-v"];
    let (report, _) = json(top.path(), &process, &arguments);
    // The place is where the variable is used: no file sets it.
    let findings = report["findings"].as_array().expect("a list");
    let published = findings.iter().find(|one| one["rule"] == "SEC103");
    let published = published.unwrap_or_else(|| panic!("{report:#}"));
    assert_eq!(published["location"]["path"], "compose.yaml");
    assert_eq!(published["location"]["line"], 13, "{report:#}");
    for format in FORMATS {
        let arguments = [&arguments[..], &["--output", format]].concat();
        let (out, error, _) = run(top.path(), &process, &arguments);
        assert!(
            !out.contains("canary-of") && !error.contains("canary-of"),
            "{format}: {out}"
        );
    }
}

#[test]
fn files_that_are_named_are_one_project() {
    let base = format!("services:\n{}", service("web", "    env_file: web.env\n"));
    let over = "services:\n  web:\n    privileged: ${P}\n";
    let vendor = format!("services:\n{}", service("vendor", "    privileged: true\n"));
    let top = tree(&[
        ("compose.yaml", &vendor),
        ("deploy/base.yml", &base),
        ("deploy/over.yml", over),
        ("deploy/web.env", "A=1\n"),
        ("deploy/.env", "P=true\n"),
        ("other/.env", "P=false\n"),
        ("other/web.env", "A=1\n"),
    ]);
    let both = ["-f", "deploy/base.yml", "--file", "deploy/over.yml"];
    let (report, status) = json(top.path(), &[], &both);
    assert_eq!(status, 1);
    assert_eq!(report["root"], ".");
    assert_eq!(found(&report, "CTR101"), ["deploy/.env:web:active"]);
    assert_eq!(report["projects"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["projects"][0]["path"], "deploy/base.yml");
    assert_eq!(report["coverage"]["undeclared"], 0);
    let alone = json(top.path(), &[], &both[..2]);
    assert_eq!((found(&alone.0, "CTR101").len(), alone.1), (0, 0));
    let elsewhere = [&both[..], &["--project-directory", "other"]].concat();
    let (report, status) = json(top.path(), &[], &elsewhere);
    assert_eq!(
        (status, found(&report, "CTR101").len()),
        (0, 0),
        "{report:#}"
    );
    // From another folder the project is its own root.
    let outside = ["-f", "../deploy/base.yml", "-f", "../deploy/over.yml"];
    let (report, status) = json(&top.path().join("other"), &[], &outside);
    assert_eq!((status, &report["root"]), (1, &"../deploy".into()));
    assert_eq!(found(&report, "CTR101"), [".env:web:active"], "{report:#}");
    // As Compose takes them from its own variables.
    let separator = if cfg!(windows) { ";" } else { ":" };
    let files = ["deploy/base.yml", "deploy/over.yml"].join(separator);
    let process = [("COMPOSE_FILE", files.as_str())];
    let (report, _) = json(top.path(), &process, &["--use-environment"]);
    assert_eq!(found(&report, "CTR101"), ["deploy/.env:web:active"]);
    let (report, _) = json(top.path(), &process, &[]);
    let vendor = "compose.yaml:vendor:active".to_owned();
    assert!(found(&report, "CTR101").contains(&vendor), "{report:#}");
    let process = [process[0], ("COMPOSE_DISABLE_ENV_FILE", "1")];
    let (report, _) = json(top.path(), &process, &["--use-environment"]);
    assert!(found(&report, "CTR101").is_empty(), "{report:#}");
    let process = [process[0], ("COMPOSE_ENV_FILES", "other/.env,deploy/.env")];
    let (report, _) = json(top.path(), &process, &["--use-environment"]);
    assert_eq!(found(&report, "CTR101"), ["deploy/.env:web:active"]);
    for (arguments, expected) in [
        (
            ["-f", "no.yml"].as_slice(),
            "--file 'no.yml' is no file that is there",
        ),
        (
            &["-f", "compose.yaml", "--project-directory", "no"],
            "--project-directory 'no' is no folder",
        ),
        (&["--project-directory", "other"], "--file"),
    ] {
        let (_, error, status) = run(top.path(), &[], arguments);
        assert!(status == 2 && error.contains(expected), "{error}");
    }
}

#[test]
fn declared_deployments_are_judged_and_nothing_else() {
    let compose = with_profile();
    let vendor = format!("services:\n{}", service("vendor", "    privileged: true\n"));
    let config = "[[deployment]]
name = 'Platform, production'
files = ['docker/compose.yml', 'prod.yml']
env-files = ['prod.env']
profiles = ['vector']

[[deployment]]
name = 'Platform, test'
files = ['docker/compose.yml']
";
    let top = tree(&[
        ("docker/compose.yml", &compose),
        ("docker/docker-compose.pg.yml", &vendor),
        ("vendor/compose.yaml", &vendor),
        (
            "prod.yml",
            "services:\n  web:\n    oom_kill_disable: ${KEEP}\n",
        ),
        ("prod.env", "KEEP=true\n"),
        ("hulan.toml", config),
    ]);
    let (report, status) = json(top.path(), &[], &[]);
    assert_eq!(status, 1);
    // In one of both it starts.
    assert_eq!(
        found(&report, "CTR101"),
        ["docker/compose.yml:store:active"]
    );
    assert_eq!(report["coverage"]["undeclared"], 2);
    let projects = report["projects"].as_array().expect("a list");
    let names: Vec<&Value> = projects.iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["Platform, production", "Platform, test"]);
    let idle: Vec<&Value> = projects
        .iter()
        .map(|one| &one["inactiveServices"])
        .collect();
    assert_eq!(idle, [0, 1]);
    for (lang, expected) in [
        (
            "en",
            "Compose files that are not part of a declared deployment and were not judged: 2.",
        ),
        ("zh", "另有 2 个 compose 文件不属于已声明的部署，未作检查。"),
    ] {
        for format in ["text", "table"] {
            let (out, _, _) = run(top.path(), &[], &["--lang", lang, "--output", format]);
            assert!(out.contains(expected), "{out}");
            assert!(
                out.contains("  Platform, test (docker/compose.yml)") || lang == "zh",
                "{out}"
            );
        }
    }
    let (report, _) = json(top.path(), &[], &["--compose-profile", "other"]);
    assert_eq!(
        found(&report, "CTR101"),
        ["docker/compose.yml:store:inactive-profile"]
    );
    // The command line names another project.
    let (report, _) = json(top.path(), &[], &["-f", "vendor/compose.yaml"]);
    assert_eq!(
        found(&report, "CTR101"),
        ["vendor/compose.yaml:vendor:active"]
    );
    let (report, _) = json(top.path(), &[], &["--isolated"]);
    assert_eq!(report["coverage"]["undeclared"], 0);
    assert_eq!(report["projects"].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_found_configuration_does_not_declare_what_lies_outside() {
    let outside = format!("services:\n{}", service("web", "    privileged: true\n"));
    let top = tree(&[
        ("outside.yml", &outside),
        (
            "tree/hulan.toml",
            "[[deployment]]\nfiles = ['../outside.yml']\n",
        ),
    ]);
    let tree = top.path().join("tree");
    let (report, status) = json(&tree, &[], &[]);
    assert_eq!(status, 2, "{report:#}");
    assert!(found(&report, "CTR101").is_empty(), "{report:#}");
    assert!(!found(&report, "HUL110").is_empty(), "{report:#}");
    let (report, status) = json(&tree, &[], &["--config", "hulan.toml"]);
    assert_eq!(
        (status, found(&report, "CTR101").len()),
        (1, 1),
        "{report:#}"
    );
}

#[test]
fn alternatives_side_by_side_are_not_taken_for_one_deployment() {
    let compose = |name: &str| format!("services:\n{}", service(name, "    privileged: true\n"));
    let top = tree(&[
        ("docker-compose.pg.yml", &compose("pg")),
        ("docker-compose.milvus.yml", &compose("milvus")),
    ]);
    let (out, _, _) = run(top.path(), &[], &[]);
    assert!(
        out.contains("2 findings, alternatives counted together: 2 critical."),
        "{out}"
    );
    assert!(
        out.contains("  docker-compose.milvus.yml: 1 critical\n"),
        "{out}"
    );
    assert!(
        out.contains("alternatives more often than not: ./. [[deployment]]"),
        "{out}"
    );
    let (out, _, _) = run(top.path(), &[], &["--lang=zh"]);
    assert!(out.contains("共 2 项结果（含互为备选的项目）"), "{out}");
    // One project has no table of its own.
    let (out, _, _) = run(top.path(), &[], &["-f", "docker-compose.pg.yml"]);
    assert!(
        out.contains("\n1 findings: 1 critical.\n") && !out.contains("itself"),
        "{out}"
    );
}
