//! `hulan audit` as a user sees it: against an engine that answers from memory, and a real one.

mod stub;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use self::stub::{Answer, Stub, answers, endpoint};
use crate::engines::{Docker, IMAGE};
use crate::support::{hulan, write};

/// The report as JSON, what was said beside it, and the exit status.
fn audit(folder: &Path, arguments: &[&str]) -> (Value, String, i32) {
    let output = hulan()
        .current_dir(folder)
        .env("HOME", folder)
        .env_remove("DOCKER_HOST")
        .env_remove("DOCKER_CONTEXT")
        .args(["audit", "--output", "json"])
        .args(arguments)
        .output()
        .expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let text = String::from_utf8(output.stdout).expect("ASCII");
    let report = serde_json::from_str(&text);
    let report = report.unwrap_or_else(|error| panic!("no JSON ({error}): {text}\n{errors}"));
    (report, errors, output.status.code().expect("not killed"))
}

/// What a user reads.
fn said(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let output = hulan()
        .current_dir(folder)
        .env("HOME", folder)
        .args(["audit"])
        .args(arguments)
        .output()
        .expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        text(&output.stdout),
        text(&output.stderr),
        output.status.code().expect("not killed"),
    )
}

/// The rules with a finding, and what each is about.
fn found(report: &Value) -> Vec<(String, String)> {
    let findings = report["findings"].as_array().expect("a list").iter();
    let each = findings.flat_map(|own| {
        let occurrences = own["occurrences"].as_array().expect("a list").iter();
        occurrences.map(|one| (own["rule"].clone(), one["subject"]["name"].clone()))
    });
    let text = |value: Value| value.as_str().expect("a string").to_owned();
    each.map(|(rule, name)| (text(rule), text(name))).collect()
}

fn has(report: &Value, rule: &str) -> bool {
    found(report).iter().any(|(own, _)| own == rule)
}

fn privileged() -> Value {
    json!({"HostConfig": {"Privileged": true}})
}

#[test]
fn an_engine_is_judged_alone_and_only_asked_to_show() {
    let folder = tempfile::tempdir().expect("made");
    // What lies around is not looked at.
    write(
        folder.path(),
        &[(
            "compose.yaml",
            b"services: {files: {image: x, privileged: true}}",
        )],
    );
    let stub = Stub::new(answers(&[("web", privileged()), ("good", json!({}))]));
    let (report, _, status) = audit(folder.path(), &["--engine", &stub.endpoint()]);
    assert_eq!(status, 1, "{report:#}");
    assert!(found(&report).contains(&("CTR101".to_owned(), "web".to_owned())));
    assert!(found(&report).iter().all(|(_, name)| name != "files"));
    assert_eq!(report["outcome"]["empty"], false);
    assert_eq!(report["outcome"]["incomplete"], false);
    let requests = stub.requests.lock().expect("unpoisoned").clone();
    assert!(
        requests.iter().all(|own| own.starts_with("GET ")),
        "{requests:?}"
    );
    let (text, _, _) = said(
        folder.path(),
        &["--engine", &stub.endpoint(), "--lang", "zh"],
    );
    assert!(text.contains("CTR101"), "{text}");
    assert!(!text.contains("compose 项目"), "{text}");
}

#[test]
fn an_engine_without_anything_is_judged_and_clean_enough() {
    let folder = tempfile::tempdir().expect("made");
    let stub = Stub::new(answers(&[]));
    let (report, _, status) = audit(
        folder.path(),
        &["--engine", &stub.endpoint(), "--select", "CTR"],
    );
    assert_eq!(
        (status, report["findings"].as_array().map(Vec::len)),
        (0, Some(0))
    );
}

#[test]
fn each_way_of_not_reaching_an_engine_is_a_gap_of_its_own() {
    let folder = tempfile::tempdir().expect("made");
    let at = folder.path();
    write(
        at,
        &[(
            "deploy/compose.yaml",
            b"services: {files: {image: x, privileged: true}}",
        )],
    );
    // A socket that nobody listens on any more.
    drop(UnixListener::bind(at.join("left.sock")).expect("bound"));
    let one = |answer: Answer| {
        let mut answers = BTreeMap::new();
        answers.insert("/version".to_owned(), answer);
        Stub::new(answers)
    };
    let other = one(Answer::Json(json!({"hello": "world"})));
    let cut = one(Answer::Cut);
    let garbage = one(Answer::Garbage);
    let failing = one(Answer::Status(500));
    let silent = one(Answer::Silence);
    for (engine, why, zh) in [
        (
            endpoint(&at.join("none.sock")),
            "there is no such socket",
            "不存在",
        ),
        (
            endpoint(&at.join("left.sock")),
            "nobody listens there",
            "无服务监听",
        ),
        (other.endpoint(), "no container engine", "不是容器引擎"),
        (cut.endpoint(), "in the middle", "中断"),
        (garbage.endpoint(), "no container engine", "不是容器引擎"),
        (failing.endpoint(), "HTTP error", "HTTP 错误"),
        (silent.endpoint(), "no answer in time", "时限"),
    ] {
        let begun = Instant::now();
        let arguments = ["--engine", &engine, "--timeout", "1"];
        let (report, _, status) = audit(at, &arguments);
        assert!(begun.elapsed() < Duration::from_secs(20));
        assert_eq!(status, 2, "{why}: {report:#}");
        assert_eq!(report["outcome"]["incomplete"], true);
        let finding = &report["findings"][0];
        assert_eq!(finding["rule"], "HUL143");
        let message = finding["message"].as_str().expect("a string");
        assert!(message.contains(why), "{message}");
        let (text, _, _) = said(at, &[&arguments[..], &["--lang", "zh"]].concat());
        assert!(text.contains(zh), "{text}");
        assert!(!text.contains("没有发现问题"), "{text}");
        // The files are judged all the same.
        let (report, _, status) = audit(at, &[&arguments[..], &["deploy"]].concat());
        assert_eq!(status, 1);
        assert!(
            has(&report, "CTR101") && has(&report, "HUL143"),
            "{report:#}"
        );
    }
}

#[test]
fn who_may_not_open_the_socket_is_told_so() {
    use std::os::unix::process::CommandExt as _;
    let folder = tempfile::tempdir().expect("made");
    let _socket = UnixListener::bind(folder.path().join("engine.sock")).expect("bound");
    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("set");
    };
    open(&folder.path().join("engine.sock"), 0o600);
    open(folder.path(), 0o755);
    // Where the binary lies another user may have no business.
    let binary = folder.path().join("hulan");
    std::fs::copy(assert_cmd::cargo::cargo_bin("hulan"), &binary).expect("copied");
    open(&binary, 0o755);
    let mut command = std::process::Command::new(&binary);
    let engine = endpoint(&folder.path().join("engine.sock"));
    command
        .current_dir(folder.path())
        .args(["audit", "--engine", &engine, "--lang", "en"]);
    if std::fs::metadata("/proc/self")
        .is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
    {
        command.uid(65_534).gid(65_534);
    } else {
        open(&folder.path().join("engine.sock"), 0o000);
    }
    let output = command.output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(
        text.contains("may not open") && text.contains("sudo"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_read_is_a_gap_and_what_is_gone_is_none() {
    let folder = tempfile::tempdir().expect("made");
    let id = |number: u32| format!("/containers/{number:064x}/json");
    let mut broken = answers(&[("good", json!({})), ("bad", json!({}))]);
    broken.insert(id(1), Answer::Status(500));
    let stub = Stub::new(broken);
    let arguments = ["--engine", &stub.endpoint(), "--exit-zero"];
    let (report, _, status) = audit(folder.path(), &arguments);
    assert_eq!(status, 2, "{report:#}");
    let gap = report["coverage"]["unread"][0]["reason"]
        .as_str()
        .expect("a string");
    assert!(gap.contains("/containers/bad/json"), "{gap}");
    let mut gone = answers(&[("good", json!({})), ("job", json!({}))]);
    gone.insert(id(1), Answer::Status(404));
    let stub = Stub::new(gone);
    let arguments = ["--engine", &stub.endpoint(), "--exit-zero"];
    let (report, _, status) = audit(folder.path(), &arguments);
    assert_eq!(status, 0, "{report:#}");
    assert!(has(&report, "HUL145") && !has(&report, "HUL144"));
}

/// Secrets in all places of a container that hold values, none of which a snapshot keeps.
fn with_secrets() -> Value {
    json!({
        "Config": {
            "Env": ["PATH=/usr/bin", "DB_PASSWORD=k7Vt-made-up-2Qw9", "DSN=postgres://app:zR81-made-up-0Pa7@db/x"],
            "Cmd": ["redis-server", "--requirepass", "w5Xc-made-up-8Lm3"],
            "Labels": {"app.token": "q2Bn-made-up-6Ty1"},
            "Healthcheck": {"Test": ["CMD-SHELL", "redis-cli -a w5Xc-made-up-8Lm3 ping"]},
        },
        "HostConfig": {"Privileged": true, "LogConfig": {"Type": "splunk", "Config": {"splunk-token": "h9Gf-made-up-4Dd5"}}},
        "State": {"Health": {"Log": [{"Output": "logged in with k7Vt-made-up-2Qw9"}]}},
    })
}

const SECRETS: [&str; 5] = [
    "k7Vt-made-up-2Qw9",
    "zR81-made-up-0Pa7",
    "w5Xc-made-up-8Lm3",
    "q2Bn-made-up-6Ty1",
    "h9Gf-made-up-4Dd5",
];

#[test]
fn a_snapshot_keeps_no_secret_and_says_the_same_of_all_else() {
    let folder = tempfile::tempdir().expect("made");
    let at = folder.path();
    let stub = Stub::new(answers(&[("web", with_secrets())]));
    let mut told = String::new();
    for format in ["text", "table", "json", "sarif"] {
        let engine = stub.endpoint();
        let arguments = [
            "--engine",
            &engine,
            "--profile",
            "strict",
            "--snapshot",
            "engine.json",
        ];
        let (out, errors, _) = said(at, &[&arguments[..], &["--output", format]].concat());
        told.push_str(&out);
        told.push_str(&errors);
    }
    let saved = std::fs::read_to_string(at.join("engine.json")).expect("saved");
    let mode = std::fs::metadata(at.join("engine.json"))
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    for secret in SECRETS {
        assert!(!saved.contains(secret), "{secret}: {saved}");
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    for name in [
        "DB_PASSWORD=",
        "--requirepass",
        "app.token",
        "splunk-token",
        "postgres://app:",
    ] {
        assert!(saved.contains(name), "{name}: {saved}");
    }
    // The files of this machine are not in it.
    let same = ["--profile", "strict", "--select", "CTR,IMG,NET,SEC"];
    let engine = stub.endpoint();
    let (fresh, _, _) = audit(at, &[&["--engine", &engine], &same[..]].concat());
    let (again, _, _) = audit(at, &[&["--from", "engine.json"], &same[..]].concat());
    let about = |report: &Value, of_secrets: bool| {
        let mut all = found(report);
        let is_of_secrets = |rule: &str| rule.starts_with("SEC");
        all.retain(|(rule, _)| is_of_secrets(rule) == of_secrets);
        all.sort();
        all
    };
    assert!(!about(&fresh, true).is_empty(), "{fresh:#}");
    assert!(about(&again, true).is_empty(), "{:?}", about(&again, true));
    assert_eq!(about(&fresh, false), about(&again, false));
}

#[test]
fn what_is_no_document_is_a_mistake_of_the_user() {
    let folder = tempfile::tempdir().expect("made");
    let at = folder.path();
    write(
        at,
        &[
            ("list.json", b"[]"),
            ("later.json", b"{\"hulan-engine\": 99}"),
            ("half.json", b"{\"hulan-engine\": 1, "),
            ("bytes.json", b"\xff\xfe\x00"),
            (
                "report.json",
                b"{\"version\": 1, \"tool\": {\"name\": \"trivy\"}, \"findings\": []}",
            ),
            (
                "good.json",
                b"{\"hulan-engine\": 1, \"endpoint\": \"unix:///x\", \"containers\": []}",
            ),
        ],
    );
    for (arguments, why) in [
        (vec!["--from", "list.json"], "no document of an engine"),
        (vec!["--from", "later.json"], "another version"),
        (vec!["--from", "half.json"], "no document of an engine"),
        (vec!["--from", "bytes.json"], "no text"),
        (vec!["--from", "none.json"], "cannot read"),
        (
            vec!["--from", "good.json", "--baseline", "report.json"],
            "neither a baseline nor a JSON report of hulan",
        ),
        (
            vec!["--from", "good.json", "--baseline", "half.json"],
            "no JSON",
        ),
        (
            vec!["--from", "good.json", "--engine", "unix:///x"],
            "cannot be used with",
        ),
        (vec!["--engine", "ssh://vm"], "ssh://"),
        (vec!["--engine", "ftp://vm"], "no address of an engine"),
        (vec!["--context", "nowhere"], "no Docker context 'nowhere'"),
    ] {
        let (out, errors, status) = said(at, &arguments);
        assert_eq!(status, 2, "{arguments:?}: {out}{errors}");
        assert!(errors.contains(why), "{arguments:?}: {errors}");
        assert!(out.is_empty(), "{out}");
    }
}

#[test]
fn nothing_is_written_but_what_is_named() {
    let folder = tempfile::tempdir().expect("made");
    let at = folder.path();
    write(
        at,
        &[("deploy/compose.yaml", b"services: {web: {image: x}}")],
    );
    let listed = || {
        let all = crate::support::files_below(at, &|_: &Path| true);
        all.into_iter()
            .map(|path| (std::fs::read(&path).expect("readable"), path))
            .collect::<Vec<_>>()
    };
    let before = listed();
    let stub = Stub::new(answers(&[("web", privileged())]));
    for arguments in [vec![], vec!["deploy"], vec!["deploy", "--probe"]] {
        let (_, _, status) = said(
            at,
            &[&["--engine", &stub.endpoint()], &arguments[..]].concat(),
        );
        assert_eq!(status, 1);
    }
    assert_eq!(listed(), before);
}

#[test]
fn a_baseline_says_what_is_other() {
    let folder = tempfile::tempdir().expect("made");
    let at = folder.path();
    let first = Stub::new(answers(&[("web", privileged()), ("old", privileged())]));
    let engine = first.endpoint();
    let (report, _, _) = audit(at, &["--engine", &engine]);
    std::fs::write(at.join("last.json"), report.to_string()).expect("written");
    let last = ["--baseline", "last.json"];
    let with =
        |engine: &str, more: &[&str]| said(at, &[&["--engine", engine], &last[..], more].concat());
    let (text, errors, status) = with(&engine, &["--lang", "en"]);
    assert!(
        text.contains("Nothing is new, gone or changed since 'last.json'."),
        "{text}"
    );
    // What is known fails no more.
    assert_eq!((errors.as_str(), status), ("", 0));
    assert!(
        with(&engine, &["--lang", "zh"])
            .0
            .contains("没有新增、消失或变化")
    );
    // Beside JSON the line goes where it breaks nothing.
    let (text, errors, _) = with(&engine, &["--output", "json"]);
    assert!(serde_json::from_str::<Value>(&text).is_ok());
    assert!(errors.contains("Nothing is new"), "{errors}");

    let second = Stub::new(answers(&[("web", privileged()), ("new", privileged())]));
    let (text, _, _) = with(&second.endpoint(), &["--lang", "en", "--quiet"]);
    assert!(text.contains("Since 'last.json':"), "{text}");
    let told = |what: &str, name: &str| {
        text.lines()
            .any(|line| line.contains(what) && line.contains("CTR101") && line.contains(name))
    };
    assert!(told("new", "new") && told("gone", "old"), "{text}");
    assert!(!told("new", "web") && !told("gone", "web"), "{text}");

    // What could not be looked at is not gone.
    let (text, _, status) = with(&endpoint(&at.join("none.sock")), &["--lang", "en"]);
    assert_eq!(status, 2);
    assert!(text.contains("could not be judged this time"), "{text}");
    assert!(!text.contains("\n  gone"), "{text}");
    let (text, _, _) = with(&engine, &["--lang", "en", "--select", "SEC"]);
    assert!(text.contains("could not be judged this time"), "{text}");
}

#[test]
fn the_engine_names_the_digest_for_the_files() {
    let folder = tempfile::tempdir().expect("made");
    let at = folder.path();
    let compose = b"services: {web: {image: registry.example/app:1.4}, other: {image: nginx:1.27}}";
    write(at, &[("compose.yaml", compose)]);
    let stub = Stub::new(answers(&[]));
    let arguments = [
        "--engine",
        &stub.endpoint(),
        "--profile",
        "strict",
        "--select",
        "IMG102",
        ".",
    ];
    let (report, _, _) = audit(at, &arguments);
    let messages: Vec<&str> = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|own| own["message"].as_str())
        .collect();
    let digest = format!("registry.example/app:1.4@sha256:{}", "2b".repeat(32));
    assert!(
        messages.iter().any(|own| own.contains(&digest)),
        "{messages:?}"
    );
    assert!(
        messages
            .iter()
            .any(|own| own.contains("'other' takes its image by a tag alone."))
    );
}

#[test]
fn what_files_and_engine_say_of_a_service_is_said_once() {
    let folder = tempfile::tempdir().expect("made");
    let at = folder.path();
    let compose =
        b"name: shop\nservices: {web: {image: registry.example/app:1.4, privileged: true}}";
    write(at, &[("compose.yaml", compose)]);
    let labels = json!({
        "com.docker.compose.project": "shop",
        "com.docker.compose.service": "web",
        "com.docker.compose.container-number": "1",
        "com.docker.compose.project.working_dir": at,
        "com.docker.compose.project.config_files": at.join("compose.yaml"),
    });
    let mut web = privileged();
    web["Config"] = json!({"Labels": labels});
    let stub = Stub::new(answers(&[("shop-web-1", web), ("stray", privileged())]));
    let arguments = ["--engine", &stub.endpoint(), "--select", "CTR101", "."];
    let (report, _, _) = audit(at, &arguments);
    let mut about = found(&report);
    about.sort();
    let rule = || "CTR101".to_owned();
    assert_eq!(
        about,
        [(rule(), "stray".to_owned()), (rule(), "web".to_owned())],
        "{report:#}"
    );
    let findings = report["findings"].as_array().expect("a list").iter();
    let mut findings = findings.filter(|own| own["location"]["path"] == "compose.yaml");
    let related = findings.next().expect("at the file")["related"].clone();
    assert_eq!(related[0]["path"], "docker.engine.json", "{related:#}");
    // The name is that of a scan: what was accepted there is accepted here.
    let (scanned, _) = crate::support::json(at, &["--select", "CTR101"]);
    let name = |report: &Value| {
        report["findings"].as_array().and_then(|all| {
            let own = all
                .iter()
                .find(|own| own["location"]["path"] == "compose.yaml")?;
            Some(own["fingerprint"].clone())
        })
    };
    assert_eq!(name(&scanned), name(&report));
}

/// A real engine, and what is left when it is stopped.
#[test]
fn a_real_engine_is_audited_with_the_files_that_it_runs() {
    let Some(engine) = Docker::start("audit") else {
        return;
    };
    engine.docker(&[
        "create",
        "--name",
        "open",
        "--privileged",
        "--network",
        "none",
        IMAGE,
        "sh",
    ]);
    let folder = tempfile::tempdir().expect("made");
    let at = folder.path();
    write(
        at,
        &[(
            "compose.yaml",
            format!("services: {{web: {{image: \"{IMAGE}\"}}}}").as_bytes(),
        )],
    );
    let here = engine.endpoint();
    let (report, errors, status) = audit(at, &["--engine", &here, "--profile", "strict", "."]);
    assert!(
        found(&report).contains(&("CTR101".to_owned(), "open".to_owned())),
        "{report:#}{errors}"
    );
    assert!(report["outcome"]["incomplete"] == false, "{report:#}");
    assert_eq!(status, 1);
    // The image was imported: there is no digest, and the report says so of the file.
    let digest = report["findings"].as_array().expect("a list").iter();
    let mut digest = digest.filter(|own| own["rule"] == "IMG102");
    let message = digest.find_map(|own| {
        own["message"]
            .as_str()
            .filter(|text| text.contains("sha256:"))
    });
    assert!(
        message.is_some_and(|own| own.contains("No registry gave")),
        "{report:#}"
    );
    drop(engine);
    let (report, _, status) = audit(at, &["--engine", &here]);
    assert_eq!(
        (status, report["findings"][0]["rule"].as_str()),
        (2, Some("HUL143"))
    );
}

/// What stands in packaging is what these programs take.
mod packaging {
    use std::process::Command;

    use serde_json::json;

    use super::stub::{Stub, answers};
    use super::{audit, found};
    use crate::support::project;

    fn required(test: &str, what: &str) {
        let required = std::env::var("HULAN_REQUIRE_TOOLS").as_deref() == Ok("1");
        assert!(!required, "{test}: {what} is not here");
        eprintln!("{test}: skipped, {what} is not here");
    }

    #[test]
    fn systemd_takes_the_units_and_finds_them_closed() {
        let folder = tempfile::tempdir().expect("made");
        let from = project().join("packaging/systemd");
        let binary = assert_cmd::cargo::cargo_bin("hulan");
        for name in ["hulan-audit.service", "hulan-audit.timer"] {
            let text = std::fs::read_to_string(from.join(name)).expect("readable");
            let text = text.replace("/usr/local/bin/hulan", binary.to_str().expect("UTF-8"));
            std::fs::write(folder.path().join(name), text).expect("written");
        }
        let run = |arguments: &[&str]| {
            let mut command = Command::new("systemd-analyze");
            command.current_dir(folder.path()).args(arguments).output()
        };
        let Ok(verified) = run(&["verify", "./hulan-audit.service", "./hulan-audit.timer"]) else {
            return required("units", "systemd-analyze");
        };
        let said = String::from_utf8_lossy(&verified.stderr);
        assert!(verified.status.success() && said.is_empty(), "{said}");
        // 100 is as open as a service can be.
        let arguments = [
            "security",
            "--offline=true",
            "--threshold=20",
            "./hulan-audit.service",
        ];
        let judged = run(&arguments).expect("it runs");
        let said = String::from_utf8_lossy(&judged.stdout);
        assert!(judged.status.success(), "{said}");
        let when = run(&["calendar", "*-*-* 02:15:00"]).expect("it runs");
        assert!(when.status.success());
    }

    #[test]
    fn a_parser_of_cron_takes_the_line() {
        let Some(python) = std::env::var_os("HULAN_CRONITER") else {
            return required("cron", "HULAN_CRONITER");
        };
        let program = "import sys, croniter\nlines = [l for l in open(sys.argv[1]) if l[:1].isdigit()]\n\
            assert len(lines) == 1, lines\nfields = lines[0].split(None, 6)\n\
            assert croniter.croniter.is_valid(' '.join(fields[:5])), fields\n\
            assert fields[5] == 'hulan' and fields[6].startswith('hulan audit '), fields\n\
            assert '%' not in lines[0]";
        let file = project().join("packaging/cron/hulan-audit");
        let mut command = Command::new(python);
        let output = command
            .args(["-c", program])
            .arg(file)
            .output()
            .expect("it runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    #[test]
    fn the_task_for_windows_is_well_formed_and_says_what_it_must() {
        let program = "import sys, xml.etree.ElementTree as E\n\
            raw = open(sys.argv[1], 'rb').read()\nassert raw[:2] == b'\\xff\\xfe', raw[:4]\n\
            t = E.fromstring(raw)\nn = '{http://schemas.microsoft.com/windows/2004/02/mit/task}'\n\
            assert t.tag == n + 'Task' and t.get('version') == '1.4'\n\
            v = lambda p: t.find('/'.join(n + w for w in p.split('/'))).text\n\
            assert v('Settings/StartWhenAvailable') == 'true'\n\
            assert v('Settings/MultipleInstancesPolicy') == 'IgnoreNew'\n\
            assert v('Settings/ExecutionTimeLimit') == 'PT30M'\n\
            assert v('Settings/DisallowStartIfOnBatteries') == 'false'\n\
            assert v('Settings/RestartOnFailure/Count') == '3'\n\
            assert v('Principals/Principal/LogonType') in ('S4U', 'Password')\n\
            assert v('Principals/Principal/RunLevel') == 'LeastPrivilege'\n\
            assert v('Actions/Exec/Command').endswith('wsl.exe')\n\
            a = v('Actions/Exec/Arguments').split()\n\
            assert a[0] == '-d' and a[2] == '--' and a[3].endswith('/hulan') and a[4] == 'audit', a\n\
            o = [c.tag[len(n):] for c in t]\n\
            assert o == ['RegistrationInfo', 'Triggers', 'Principals', 'Settings', 'Actions'], o";
        let file = project().join("packaging/windows/hulan-audit.xml");
        let Ok(output) = Command::new("python3")
            .args(["-c", program])
            .arg(file)
            .output()
        else {
            return required("task", "python3");
        };
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    #[test]
    fn the_service_is_a_project_that_hulan_finds_little_in() {
        let folder = project().join("packaging/compose");
        if let Some(compose) = std::env::var_os("HULAN_COMPOSE") {
            let mut command = Command::new(compose);
            command
                .current_dir(&folder)
                .args(["-f", "compose.yaml", "config", "--quiet"]);
            let output = command.output().expect("it runs");
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
        } else {
            required("service", "HULAN_COMPOSE");
        }
        let (report, status) = crate::support::json(&folder, &["--fail-on", "medium"]);
        assert_eq!(status, 0, "{report:#}");
        let rules: Vec<String> = found(&report).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(rules, ["CTR306"]);
    }

    /// The proxy lets through whatever is asked, and nothing else.
    #[test]
    fn the_proxy_lets_all_questions_through() {
        let text = std::fs::read_to_string(project().join("packaging/compose/compose.yaml"));
        let text = text.expect("readable");
        let pattern = text
            .split("-allowGET=")
            .nth(1)
            .and_then(|rest| rest.split('\'').next());
        let pattern = format!("^{}$", pattern.expect("a pattern"));
        let stub = Stub::new(answers(&[("web", json!({}))]));
        let folder = tempfile::tempdir().expect("made");
        audit(folder.path(), &["--engine", &stub.endpoint()]);
        let pattern = regex::Regex::new(&pattern).expect("a pattern");
        let requests = stub.requests.lock().expect("unpoisoned").clone();
        assert!(requests.len() > 8, "{requests:?}");
        for request in requests {
            let path = request
                .trim_start_matches("GET ")
                .split('?')
                .next()
                .expect("a path");
            assert!(pattern.is_match(path), "{path}");
            assert!(pattern.is_match(&format!("/v1.48{path}")), "{path}");
        }
        for path in [
            "/containers/create",
            "/containers/0a/exec",
            "/v1.48/build",
            "/secrets",
            "/containers/0a/archive",
            "/events",
        ] {
            assert!(!pattern.is_match(path), "{path}");
        }
    }
}
