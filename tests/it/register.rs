//! `.hulan/waivers.yaml`: what it accepts, what it refuses, and the commands about it.

mod commands;
mod faults;

use std::path::Path;

use serde_json::Value;

use crate::support::{hulan, json, write};

/// The day of these tests.
const NOW: [&str; 2] = ["--now", "2026-03-01T12:00:00Z"];

/// A deployment with two privileged services.
const COMPOSE: &str = "services:\n  web:\n    image: nginx:1.27\n    privileged: true\n  \
                       worker:\n    image: nginx:1.27\n    privileged: true\n";

/// An entry about one of them.
const ENTRY: &str = "waivers:\n  - rule: CTR101\n    subject: container/web\n    \
                     reason: runs on the test machine only\n    owner: platform\n    \
                     created: 2026-02-01\n    expires: 2026-03-01\n";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    write(folder.path(), &files);
    folder
}

fn scan(folder: &Path, arguments: &[&str]) -> (Value, i32) {
    json(folder, &[arguments, &NOW].concat())
}

/// The output of a command in a folder: standard output, standard error, status.
fn run(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let mut command = hulan();
    let command = command.current_dir(folder).args(arguments).args(NOW);
    let output = command.output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let status = output.status.code().expect("not killed");
    (text(output.stdout), text(output.stderr), status)
}

/// Subjects and statuses of the occurrences of a rule.
fn states(report: &Value, rule: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let findings = report["findings"].as_array().expect("an array").iter();
    let own = findings.filter(|one| one["rule"] == rule);
    let all = own.flat_map(|one| one["occurrences"].as_array().expect("an array"));
    let mut states: Vec<_> = all
        .map(|one| (text(&one["subject"]["name"]), text(&one["status"])))
        .collect();
    states.sort();
    states
}

fn pair(subject: &str, status: &str) -> (String, String) {
    (subject.to_owned(), status.to_owned())
}

const ONLY: [&str; 2] = ["--select", "CTR101,HUL"];

#[test]
fn an_entry_accepts_a_rule_and_a_subject_until_its_last_day() {
    let folder = folder(&[("compose.yaml", COMPOSE), (".hulan/waivers.yaml", ENTRY)]);
    let (report, status) = scan(folder.path(), &ONLY);
    assert_eq!(status, 1);
    let expected = [pair("web", "waived"), pair("worker", "active")];
    assert_eq!(states(&report, "CTR101"), expected);
    let all = report["findings"].as_array().expect("an array");
    let all = all
        .iter()
        .flat_map(|one| one["occurrences"].as_array().expect("an array"));
    let accepted = all.clone().find(|one| one["status"] == "waived");
    let accepted = accepted.expect("one is waived");
    assert_eq!(accepted["accepted"], "runs on the test machine only");
    let waiver = &accepted["waiver"];
    assert_eq!(waiver["owner"], "platform");
    assert_eq!(waiver["created"], "2026-02-01");
    assert_eq!(waiver["until"], "2026-03-01");
    assert_eq!(waiver["location"]["path"], ".hulan/waivers.yaml");
    assert_eq!(waiver["location"]["line"], 2);
    // The day after.
    let late = ["--now", "2026-03-02T00:00:00Z"];
    let (report, status) = json(folder.path(), &[ONLY, late].concat());
    assert_eq!(status, 1);
    let expected = [pair("web", "active"), pair("worker", "active")];
    assert_eq!(states(&report, "CTR101"), expected);
    assert_eq!(states(&report, "HUL125").len(), 1);
    let over = report["findings"].as_array().expect("an array");
    let over = over
        .iter()
        .find(|one| one["rule"] == "HUL125")
        .expect("it is there");
    assert_eq!(over["location"]["line"], 2);
    let message = over["message"].as_str().expect("a string");
    for word in ["CTR101 container/web", "platform", "2026-03-01"] {
        assert!(message.contains(word), "{message}");
    }
}

#[test]
fn another_subject_that_joins_a_finding_is_new() {
    let anchored = |services: &[&str]| {
        let mut text =
            "x-all: &all\n  image: nginx:1.27\n  privileged: true\nservices:\n".to_owned();
        for service in services {
            text.push_str(&format!("  {service}:\n    <<: *all\n"));
        }
        text
    };
    let mut services: Vec<String> = (1..40).map(|number| format!("s{number:02}")).collect();
    let mut register = "waivers:\n".to_owned();
    for service in &services {
        register.push_str(&ENTRY.replace("waivers:\n", "").replace("web", service));
    }
    let names: Vec<&str> = services.iter().map(String::as_str).collect();
    let all_known = folder(&[
        ("compose.yaml", &anchored(&names)),
        (".hulan/waivers.yaml", &register),
    ]);
    let (report, status) = scan(all_known.path(), &ONLY);
    assert_eq!(status, 0, "{report:#}");
    assert_eq!(
        report["findings"].as_array().map(Vec::len),
        Some(1),
        "one cause"
    );
    services.push("s40".to_owned());
    let names: Vec<&str> = services.iter().map(String::as_str).collect();
    let one_more = folder(&[
        ("compose.yaml", &anchored(&names)),
        (".hulan/waivers.yaml", &register),
    ]);
    let (report, status) = scan(one_more.path(), &ONLY);
    assert_eq!(status, 1);
    let all = states(&report, "CTR101");
    assert_eq!(all.len(), 40);
    assert_eq!(all.last(), Some(&pair("s40", "active")));
    assert!(
        all.iter()
            .rev()
            .skip(1)
            .all(|(_, status)| status == "waived")
    );
    let finding = &report["findings"][0];
    assert_eq!(finding["status"], "active");
    let message = finding["message"].as_str().expect("a string");
    assert!(
        message.contains("s40") && !message.contains("s01"),
        "{message}"
    );
}

#[test]
fn the_project_tells_subjects_of_one_name_apart() {
    let named = format!("name: shop\n{COMPOSE}");
    let project = ENTRY.replace("container/web\n", "container/web\n    project: shop\n");
    for (compose, register, status) in [
        (COMPOSE, ENTRY, "waived"),
        (&named, ENTRY, "active"),
        (&named, &project, "waived"),
        (COMPOSE, &project, "active"),
    ] {
        let folder = folder(&[("compose.yaml", compose), (".hulan/waivers.yaml", register)]);
        let (report, _) = scan(folder.path(), &ONLY);
        assert_eq!(states(&report, "CTR101")[0], pair("web", status));
        let unused = usize::from(status == "active");
        assert_eq!(states(&report, "HUL126").len(), unused);
    }
}

#[test]
fn paths_are_patterns_from_the_folder_that_holds_the_file() {
    let by_path = |path: &str| ENTRY.replace("subject: container/web", &format!("path: '{path}'"));
    for (path, status) in [
        ("deploy/compose.yaml", "waived"),
        ("deploy/*", "waived"),
        ("**/compose.yaml", "waived"),
        ("*.yaml", "active"),
        ("compose.yaml", "active"),
    ] {
        let folder = folder(&[
            ("deploy/compose.yaml", COMPOSE),
            (".hulan/waivers.yaml", &by_path(path)),
        ]);
        let (report, _) = scan(folder.path(), &ONLY);
        let expected = [pair("web", status), pair("worker", status)];
        assert_eq!(states(&report, "CTR101"), expected, "{path}");
    }
    // A subject and a path: both must fit.
    let both = ENTRY.replace("web\n", "web\n    path: deploy/compose.yaml\n");
    let folder = folder(&[
        ("deploy/compose.yaml", COMPOSE),
        ("other/compose.yaml", COMPOSE),
        (".hulan/waivers.yaml", &both),
    ]);
    let (report, _) = scan(folder.path(), &ONLY);
    let states = states(&report, "CTR101");
    let waived = states.iter().filter(|(_, status)| status == "waived");
    assert_eq!(waived.count(), 1, "{states:?}");
}

#[test]
fn a_value_lies_in_the_file_that_it_comes_from() {
    let compose = "services:\n  db:\n    image: postgres:17.2\n    environment:\n      \
                   POSTGRES_PASSWORD: ${PASSWORD}\n";
    let register = ENTRY
        .replace("CTR101", "SEC101")
        .replace("subject: container/web", "path: .env");
    let files = [
        ("compose.yaml", compose),
        (".env", "PASSWORD=dify-ai-123456\n"),
    ];
    let without = folder(&files);
    let (report, _) = scan(without.path(), &["--select", "SEC,HUL"]);
    let rule = report["findings"][0]["rule"]
        .as_str()
        .expect("a finding")
        .to_owned();
    assert_eq!(report["findings"][0]["location"]["path"], ".env");
    let register = register.replace("SEC101", &rule);
    let with = folder(&[files[0], files[1], (".hulan/waivers.yaml", &register)]);
    let (report, _) = scan(with.path(), &["--select", "SEC,HUL"]);
    let all = states(&report, &rule);
    assert!(
        !all.is_empty() && all.iter().all(|(_, status)| status == "waived"),
        "{all:?}"
    );
}

#[test]
fn what_is_not_read_is_not_called_unused() {
    let register = ENTRY.replace("container/web", "container/api");
    let files = [
        ("a/compose.yaml", COMPOSE),
        ("b/compose.yaml", COMPOSE),
        (".git/HEAD", "ref: refs/heads/main\n"),
        (".hulan/waivers.yaml", &register),
    ];
    let folder = folder(&files);
    let (report, _) = scan(folder.path(), &ONLY);
    assert_eq!(states(&report, "HUL126").len(), 1);
    // Found in the repository around the folder, of which only this part is read.
    let (report, _) = scan(&folder.path().join("a"), &ONLY);
    assert_eq!(states(&report, "HUL126").len(), 0);
    let (report, _) = scan(folder.path(), &["--select", "CTR106,HUL"]);
    assert_eq!(states(&report, "HUL126").len(), 0, "the rule was not asked");
    // With a gap nobody knows.
    write(folder.path(), &[("b/compose.yaml", b"services: [\n")]);
    let (report, _) = scan(folder.path(), &ONLY);
    assert_eq!(states(&report, "HUL126").len(), 0);
}

#[test]
fn it_is_found_beside_the_configuration_and_in_the_repository() {
    let is_waived = |folder: &Path, arguments: &[&str]| {
        let (report, _) = scan(folder, &[&ONLY, arguments].concat());
        states(&report, "CTR101")[0].1 == "waived"
    };
    let repository = folder(&[
        (".git/HEAD", "ref: refs/heads/main\n"),
        ("deep/a/compose.yaml", COMPOSE),
        (".hulan/waivers.yaml", ENTRY),
    ]);
    let inner = repository.path().join("deep/a");
    assert!(is_waived(&inner, &[]));
    assert!(!is_waived(&inner, &["--isolated"]));
    let file = repository.path().join(".hulan/waivers.yaml");
    let file = file.to_str().expect("UTF-8");
    assert!(is_waived(&inner, &["--isolated", "--waivers", file]));
    let configured = folder(&[
        (".git/HEAD", "ref: refs/heads/main\n"),
        ("deep/hulan.toml", ""),
        ("deep/a/compose.yaml", COMPOSE),
        ("deep/.hulan/waivers.yaml", ENTRY),
    ]);
    assert!(is_waived(&configured.path().join("deep/a"), &[]));
    // Without a repository nothing above the scanned folder counts.
    let alone = folder(&[("a/compose.yaml", COMPOSE), (".hulan/waivers.yaml", ENTRY)]);
    assert!(!is_waived(&alone.path().join("a"), &[]));
}

#[test]
fn what_is_waived_is_counted_and_shown_on_demand() {
    let only_web = "services:\n  web:\n    image: nginx:1.27\n    privileged: true\n";
    let folder = folder(&[("compose.yaml", only_web), (".hulan/waivers.yaml", ENTRY)]);
    let path = folder.path().to_str().expect("UTF-8");
    let scan = |more: &[&str]| {
        let (out, _, status) = run(folder.path(), &[&["scan", path], &ONLY[..], more].concat());
        assert_eq!(status, 0, "{out}");
        out
    };
    let text = scan(&[]);
    assert!(
        text.contains("1 waived in .hulan/waivers.yaml, 1 of them critical."),
        "{text}"
    );
    assert!(!text.contains("CTR101"), "{text}");
    let zh = scan(&["--lang", "zh"]);
    assert!(
        zh.contains("另有 1 项在 .hulan/waivers.yaml 中被豁免，其中严重 1 项。"),
        "{zh}"
    );
    let all = scan(&["-v"]);
    for words in [
        "[CTR101]",
        "runs on the test machine only",
        "waived by platform until 2026-03-01",
    ] {
        assert!(all.contains(words), "{all}");
    }
    let sarif: Value = serde_json::from_str(&scan(&["-o", "sarif"])).expect("JSON");
    assert_eq!(
        sarif["runs"][0]["results"].as_array().map(Vec::len),
        Some(0)
    );
    let json: Value = serde_json::from_str(&scan(&["-o", "json"])).expect("JSON");
    assert_eq!(json["findings"][0]["status"], "waived");
    assert_eq!(json["summary"]["suppressed"], 1);
    assert_eq!(json["summary"]["critical"], 0);
    // One of two.
    write(folder.path(), &[("compose.yaml", COMPOSE.as_bytes())]);
    let (text, _, status) = run(folder.path(), &["scan", path, "--select", "CTR101"]);
    assert_eq!(status, 1);
    assert!(
        text.contains("'worker'") && !text.contains("'web'"),
        "{text}"
    );
}
