//! Findings as a user meets them: grouping, severity, stable names, exit status, selection.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{FORMATS, hulan, json, write};

const DEPLOYMENT: &str = r#"
x-db: &db
  DB_PASSWORD: ${DB_PASSWORD:-difyai123456}
services:
  api:
    image: langgenius/dify-api:1.0.0
    environment: *db
  worker:
    image: langgenius/dify-api:1.0.0
    environment:
      <<: *db
  db:
    image: postgres:16
    ports: ["127.0.0.1:5432:5432", "15432:5432"]
    environment:
      POSTGRES_PASSWORD: ${DB_PASSWORD:-difyai123456}
      OTHER_SECRET: 4fH-made-up-and-not-published
"#;

fn scan(files: &[(&str, &[u8])], arguments: &[&str]) -> (Value, i32) {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), files);
    json(folder.path(), arguments)
}

fn of<'a>(report: &'a Value, rule: &str) -> Vec<&'a Value> {
    let findings = report["findings"].as_array().expect("a list");
    findings.iter().filter(|one| one["rule"] == rule).collect()
}

#[test]
fn one_cause_is_one_finding_with_all_its_places() {
    let (report, status) = scan(&[("compose.yaml", DEPLOYMENT.as_bytes())], &[]);
    assert_eq!(status, 1);
    let published = of(&report, "SEC103");
    assert_eq!(published.len(), 2, "{published:#?}");
    let shared = published
        .iter()
        .find(|one| one["location"]["line"] == 3)
        .expect("the anchor's default");
    let names: Vec<&Value> = shared["occurrences"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["subject"]["name"])
        .collect();
    assert_eq!(names, ["api", "worker"]);
    assert!(
        shared["aliases"]
            .as_array()
            .expect("a list")
            .contains(&"SEC102".into())
    );
    // What is not published stays a finding of the weaker rule.
    let literal = of(&report, "SEC101");
    assert_eq!(literal.len(), 1);
    assert_eq!(literal[0]["location"]["line"], 17);
    // What all services lack is one finding.
    let lacking = of(&report, "CTR106");
    assert_eq!(lacking.len(), 1);
    assert_eq!(lacking[0]["occurrences"].as_array().map(Vec::len), Some(3));
}

#[test]
fn exposure_decides_the_severity() {
    let (report, _) = scan(&[("compose.yaml", DEPLOYMENT.as_bytes())], &[]);
    let ports: Vec<(&str, &str)> = of(&report, "NET102")
        .iter()
        .map(|one| {
            (
                one["severity"].as_str().expect("a word"),
                one["exposure"].as_str().expect("a word"),
            )
        })
        .collect();
    // The one that other machines reach has a published password: that rule takes its place.
    assert_eq!(ports, [("info", "loopback")]);
    let open = of(&report, "NET201");
    assert_eq!(open.len(), 1);
    assert_eq!(open[0]["severity"], "critical");
    let severities: BTreeSet<(u64, &str)> = of(&report, "SEC103")
        .iter()
        .map(|one| {
            let line = one["location"]["line"].as_u64().expect("a number");
            (line, one["severity"].as_str().expect("a word"))
        })
        .collect();
    // The database is published, the services that only log in to it are not.
    assert_eq!(severities, BTreeSet::from([(3, "high"), (16, "critical")]));
}

#[test]
fn the_env_file_decides_and_is_the_place() {
    let files: [(&str, &[u8]); 2] = [
        ("compose.yaml", DEPLOYMENT.as_bytes()),
        (".env", b"A=1\nDB_PASSWORD=difyai123456\n"),
    ];
    let (report, _) = scan(&files, &[]);
    let published = of(&report, "SEC103");
    assert_eq!(published.len(), 1, "{published:#?}");
    assert_eq!(published[0]["location"]["path"], ".env");
    assert_eq!(published[0]["location"]["line"], 2);
    assert_eq!(
        published[0]["occurrences"].as_array().map(Vec::len),
        Some(3)
    );
}

fn fingerprints(report: &Value) -> BTreeSet<String> {
    let findings = report["findings"].as_array().expect("a list");
    let occurrences = findings
        .iter()
        .flat_map(|finding| finding["occurrences"].as_array().expect("a list"));
    let names = occurrences.map(|one| one["fingerprint"].as_str().expect("a name").to_owned());
    names.collect()
}

#[test]
fn fingerprints_survive_what_does_not_matter() {
    let (report, _) = scan(&[("compose.yaml", DEPLOYMENT.as_bytes())], &[]);
    let names = fingerprints(&report);
    let count = of(&report, "SEC103").len() + of(&report, "NET102").len();
    assert!(names.len() > count);
    let moved = format!("# one\n# two\n{DEPLOYMENT}").replace('\n', "\r\n");
    let other_file = scan(&[("deploy/docker-compose.yml", moved.as_bytes())], &[]).0;
    assert_eq!(fingerprints(&other_file), names);
    let (head, services) = DEPLOYMENT.split_once("services:\n").expect("services");
    let (first, rest) = services.split_once("  worker:").expect("a worker");
    let reordered = format!("{head}services:\n  worker:{rest}{first}");
    let reordered = scan(&[("compose.yaml", reordered.as_bytes())], &[]).0;
    assert_eq!(fingerprints(&reordered), names);
    let changed = DEPLOYMENT.replace("4fH-made-up", "5gI-made-up");
    let changed = scan(&[("compose.yaml", changed.as_bytes())], &[]).0;
    assert_eq!(fingerprints(&changed), names);
    let (twice, _) = scan(
        &[
            ("a/compose.yaml", DEPLOYMENT.as_bytes()),
            ("b/compose.yaml", DEPLOYMENT.as_bytes()),
        ],
        &[],
    );
    let both = fingerprints(&twice);
    assert!(both.is_superset(&names));
    assert_eq!(both.len(), 2 * names.len());
}

#[test]
fn the_exit_status_says_what_happened() {
    let clean =
        "services:\n  web:\n    image: nginx:1.27\n    read_only: true\n    cap_drop: [ALL]\n";
    let bad = "services:\n  web:\n    image: nginx:1.27\n    privileged: true\n";
    let unread = "services:\n  web:\n    image: nginx:1.27\n    env_file: no.env\n    read_only: true\n    cap_drop: [ALL]\n";
    let both = format!("{bad}    env_file: no.env\n");
    let cases: [(&str, &[&str], i32); 10] = [
        (clean, &[], 0),
        (bad, &[], 1),
        (bad, &["--exit-zero"], 0),
        (bad, &["--ignore", "CTR"], 0),
        (bad, &["--select", "SEC103,net"], 0),
        (unread, &[], 2),
        (unread, &["--exit-zero"], 2),
        (unread, &["--ignore", "HUL"], 2),
        (&both, &[], 1),
        (&both, &["--exit-zero"], 2),
    ];
    for (text, arguments, expected) in cases {
        let (report, status) = scan(&[("compose.yaml", text.as_bytes())], arguments);
        assert_eq!(status, expected, "{arguments:?} on {text}");
        assert_eq!(report["outcome"]["exit"], expected);
        let incomplete = text.contains("no.env");
        assert_eq!(report["outcome"]["incomplete"], incomplete);
    }
    // Hardening alone is below the threshold; the threshold moves.
    let plain = "services:\n  web:\n    image: nginx:1.27\n";
    let file: [(&str, &[u8]); 1] = [("compose.yaml", plain.as_bytes())];
    assert_eq!(scan(&file, &[]).1, 0);
    assert_eq!(scan(&file, &["--fail-on", "medium"]).1, 1);
    let nothing: [(&str, &[u8]); 1] = [("notes.yaml", b"a: 1\n")];
    assert_eq!(scan(&nothing, &[]).1, 3);
    assert_eq!(scan(&file, &["--exclude", "*.yaml"]).1, 3);
    hulan().args(["scan", "no/such/path"]).assert().code(2);
    hulan().args(["scan", "--fail-on", "huge"]).assert().code(2);
    hulan().args(["scan", "--select", "XYZ1"]).assert().code(2);
}

#[test]
fn every_format_gives_the_same_status_and_the_same_bytes_twice() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("compose.yaml", DEPLOYMENT.as_bytes())]);
    for format in FORMATS {
        let run = || {
            let output = hulan()
                .arg("scan")
                .arg(folder.path())
                .args(["--output", format, "--now", "2026-01-02T03:04:05Z"])
                .output()
                .expect("it runs");
            assert_eq!(output.status.code(), Some(1), "{format}");
            assert!(output.stderr.is_empty());
            output.stdout
        };
        let first = run();
        assert!(!first.is_empty());
        assert_eq!(first, run(), "{format}");
        let data = [
            "json",
            "sarif",
            "gitlab-sast",
            "gitlab-codequality",
            "rdjson",
        ];
        if data.contains(&format) {
            assert!(first.is_ascii(), "{format}");
        }
        let file = folder.path().join("report.out");
        hulan()
            .arg("scan")
            .arg(folder.path())
            .args(["--now", "2026-01-02T03:04:05Z", "--output"])
            .arg(format!("{format}={}", file.display()))
            .assert()
            .code(1)
            .stdout("");
        assert_eq!(std::fs::read(&file).expect("written"), first);
        std::fs::remove_file(&file).expect("removed");
    }
}

#[test]
fn an_output_that_cannot_be_written_does_not_take_the_others() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("compose.yaml", DEPLOYMENT.as_bytes())]);
    let output = hulan()
        .arg("scan")
        .arg(folder.path())
        .args([
            "--output",
            "json=/no/such/folder/x.json",
            "--output",
            "json",
        ])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(serde_json::from_slice::<Value>(&output.stdout).is_ok());
}

#[test]
fn colour_is_for_terminals() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("compose.yaml", DEPLOYMENT.as_bytes())]);
    let run = |arguments: &[&str]| {
        let mut command = hulan();
        command
            .env_remove("NO_COLOR")
            .arg("scan")
            .arg(folder.path());
        command.args(arguments).output().expect("it runs").stdout
    };
    assert!(!run(&[]).contains(&0x1b));
    assert!(run(&["--color", "always"]).contains(&0x1b));
}

#[test]
fn a_stronger_rule_takes_the_place_of_the_weaker() {
    let text = r#"
services:
  db:
    image: postgres:16
    ports: ["5432:5432"]
    environment: {POSTGRES_PASSWORD: difyai123456}
  cache:
    image: redis:7
    ports: ["127.0.0.1:6379:6379"]
    environment: {REDIS_PASSWORD: changeme}
  app:
    image: example/app:1
    ports: ["80:80", "3000:3000"]
    volumes: ["/:/host", "/etc:/conf"]
    environment:
      APP_SECRET: please-replace-with-one
      ADMIN_PASSWORD: ${ADMIN:-your-admin-password-of-choice}
"#;
    let (report, _) = scan(&[("compose.yaml", text.as_bytes())], &[]);
    let places = |rule: &str| {
        let found = of(&report, rule);
        let lines = found.iter().map(|one| &one["location"]["line"]);
        lines.filter_map(Value::as_u64).collect::<Vec<_>>()
    };
    for (rule, lines) in [
        ("NET101", vec![13]),
        ("NET102", vec![9]),
        ("NET201", vec![5]),
        ("NET103", vec![13]),
        ("CTR201", vec![14]),
        ("CTR203", vec![14]),
        ("SEC101", vec![]),
        ("SEC102", vec![]),
        ("SEC103", vec![6, 10]),
        ("SEC104", vec![16, 17]),
    ] {
        assert_eq!(places(rule), lines, "{rule}");
    }
    assert_eq!(of(&report, "CTR203")[0]["location"]["column"], 27);
    let aliases = &of(&report, "SEC104")[0]["aliases"];
    assert!(
        aliases
            .as_array()
            .expect("a list")
            .contains(&"SEC101".into())
    );
}
