//! The baseline: what is known, what is new, what is gone.

mod fingerprints;

use std::path::Path;

use serde_json::Value;

use crate::support::{hulan, json, write};

/// The day of these tests.
const NOW: [&str; 2] = ["--now", "2026-03-01T12:00:00Z"];

/// Two services with what any scan finds, and a published default.
const COMPOSE: &str = "services:\n  web:\n    image: nginx:1.27\n    privileged: true\n  \
                       db:\n    image: postgres:17.2\n    environment:\n      \
                       POSTGRES_PASSWORD: difyai123456\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    write(folder.path(), &files);
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let mut command = hulan();
    let command = command.current_dir(folder).args(arguments).args(NOW);
    let output = command.output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let status = output.status.code().expect("not killed");
    (text(output.stdout), text(output.stderr), status)
}

fn scan(folder: &Path, arguments: &[&str]) -> (Value, i32) {
    json(folder, &[arguments, &NOW].concat())
}

fn with_baseline(folder: &Path) -> (Value, i32) {
    let file = folder.join(".hulan/baseline.json");
    scan(folder, &["--baseline", file.to_str().expect("UTF-8")])
}

fn baseline(folder: &Path) -> String {
    std::fs::read_to_string(folder.join(".hulan/baseline.json")).expect("it is there")
}

/// The rules with an occurrence of this status.
fn rules(report: &Value, status: &str) -> Vec<String> {
    let findings = report["findings"].as_array().expect("an array").iter();
    let has = |one: &&Value| {
        let all = one["occurrences"].as_array().expect("an array");
        all.iter().any(|one| one["status"] == status)
    };
    let own = findings.filter(has);
    let mut rules: Vec<String> = own
        .map(|one| one["rule"].as_str().expect("a string").to_owned())
        .collect();
    rules.sort();
    rules.dedup();
    rules
}

/// The rule about published defaults.
const PUBLISHED: &str = "SEC103";

#[test]
fn only_what_is_new_fails() {
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    let (before, status) = scan(folder.path(), &[]);
    assert_eq!(status, 1);
    let found = rules(&before, "active");
    let (out, err, status) = run(folder.path(), &["baseline", "write"]);
    assert_eq!((err.as_str(), status), ("", 0));
    assert!(out.starts_with(".hulan/baseline.json: "), "{out}");
    assert!(out.contains("not taken in without --force: 1\n"), "{out}");
    let (after, status) = with_baseline(folder.path());
    assert_eq!(status, 1, "the published default");
    let published = rules(&after, "active");
    assert_eq!(published.len(), 1, "{published:?}");
    assert_eq!(published, [PUBLISHED]);
    let others: Vec<String> = found.into_iter().filter(|id| *id != published[0]).collect();
    assert_eq!(rules(&after, "baseline"), others);
    for finding in after["findings"].as_array().expect("an array") {
        let first = &finding["occurrences"][0];
        let is_known = first["status"] == "baseline";
        let since = if is_known {
            "2026-03-01".into()
        } else {
            Value::Null
        };
        assert_eq!(first["knownSince"], since);
        assert_eq!(finding["status"], first["status"]);
    }
    assert_eq!(after["summary"]["suppressed"], 0);
    assert_ne!(after["summary"]["baseline"], 0);
    // Without it everything is as it was.
    let (again, status) = scan(folder.path(), &[]);
    assert_eq!(
        (rules(&again, "active"), status),
        (rules(&before, "active"), 1)
    );
}

#[test]
fn a_service_that_joins_is_new_and_lines_may_move() {
    let of = |services: &[&str], head: &str| {
        let mut text =
            format!("{head}x-all: &all\n  image: nginx:1.27\n  privileged: true\nservices:\n");
        for service in services {
            text.push_str(&format!("  {service}:\n    <<: *all\n"));
        }
        text
    };
    let folder = folder(&[("compose.yaml", &of(&["a", "b"], ""))]);
    let (_, _, status) = run(folder.path(), &["baseline", "write"]);
    assert_eq!(status, 0);
    let (_, status) = with_baseline(folder.path());
    assert_eq!(status, 0);
    // Other lines, another order.
    let moved = of(&["b", "a"], "# one\n\n# two\n");
    write(folder.path(), &[("compose.yaml", moved.as_bytes())]);
    let (report, status) = with_baseline(folder.path());
    assert_eq!((rules(&report, "active"), status), (vec![], 0));
    let (out, _, status) = run(folder.path(), &["baseline", "diff"]);
    assert_eq!((out.as_str(), status), ("0 new, 0 gone.\n", 0));
    let joined = of(&["a", "b", "c"], "");
    write(folder.path(), &[("compose.yaml", joined.as_bytes())]);
    let (report, status) = with_baseline(folder.path());
    assert_eq!(status, 1);
    let findings = report["findings"].as_array().expect("an array");
    let grouped = findings
        .iter()
        .find(|one| one["rule"] == "CTR101")
        .expect("it is there");
    assert_eq!(grouped["occurrences"].as_array().map(Vec::len), Some(3));
    assert_eq!(grouped["status"], "active");
    let message = grouped["message"].as_str().expect("a string");
    assert!(
        message.contains("'c'"),
        "only the new one is spoken of: {message}"
    );
    let (text, _, _) = run(
        folder.path(),
        &["scan", "--baseline", ".hulan/baseline.json"],
    );
    assert!(text.contains("known from the baseline: 2"), "{text}");
}

#[test]
fn an_entry_holds_names_and_no_values() {
    let secret = "Kq8-vT2_mZx7LpWd4RsY";
    let compose = COMPOSE.replace("difyai123456", secret);
    let folder = folder(&[("compose.yaml", &compose)]);
    let (out, _, _) = run(folder.path(), &["baseline", "write", "--profile", "strict"]);
    assert!(!out.contains(secret));
    let text = baseline(folder.path());
    assert!(!text.contains(secret));
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(value["version"], 1);
    let entries = value["entries"].as_array().expect("an array");
    assert!(entries.len() > 5);
    assert!(
        entries
            .iter()
            .any(|one| one["rule"].as_str().is_some_and(|id| id.starts_with("SEC")))
    );
    for entry in entries {
        let keys: Vec<&String> = entry.as_object().expect("an object").keys().collect();
        let mut expected = ["rule", "subject", "fingerprint", "firstSeen"];
        expected.sort_unstable();
        let mut keys: Vec<&str> = keys.into_iter().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, expected);
        assert_eq!(entry["firstSeen"], "2026-03-01");
    }
    assert_eq!(
        text.lines().count(),
        entries.len() + 5,
        "an entry in a line"
    );
}

#[test]
fn published_secrets_and_private_keys_need_force() {
    let key = rcgen::KeyPair::generate().expect("made").serialize_pem();
    let key = format!("KEY = \"\"\"{key}\"\"\"\n");
    let folder = folder(&[("compose.yaml", COMPOSE), ("settings.py", &key)]);
    let select = ["--select", "SEC,CRT"];
    let (report, _) = scan(folder.path(), &select);
    let found = rules(&report, "active");
    let (out, _, _) = run(
        folder.path(),
        &[&["baseline", "write"][..], &select].concat(),
    );
    assert!(out.contains("not taken in without --force"), "{out}");
    let left: Vec<&str> = out.lines().filter(|line| line.starts_with("  ")).collect();
    assert!(
        left.iter().any(|line| line.contains("container/db")),
        "{out}"
    );
    assert!(
        left.iter()
            .any(|line| line.contains("SEC114 file/settings.py")),
        "{out}"
    );
    let text = baseline(folder.path());
    // Whoever writes them in by hand has not forced anything.
    let (out, _, _) = run(
        folder.path(),
        &[&["baseline", "update", "--add", "--force"][..], &select].concat(),
    );
    assert!(out.contains(" 0 new"), "{out}");
    let forced = baseline(folder.path());
    assert!(forced.len() > text.len() && forced.contains("\"forced\":true"));
    let file = folder.path().join(".hulan/baseline.json");
    let named = [
        "--baseline",
        file.to_str().expect("UTF-8"),
        "--select",
        "SEC,CRT",
    ];
    let (report, _) = scan(folder.path(), &named);
    assert_eq!(rules(&report, "active"), Vec::<String>::new());
    let by_hand = forced.replace(",\"forced\":true", "");
    write(
        folder.path(),
        &[(".hulan/baseline.json", by_hand.as_bytes())],
    );
    let (report, status) = scan(folder.path(), &named);
    assert_eq!(status, 1);
    let active = rules(&report, "active");
    assert!(
        !active.is_empty() && active.len() < found.len() + 1,
        "{active:?} of {found:?}"
    );
}

#[test]
fn update_takes_out_what_is_gone_and_adds_only_when_asked() {
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    let select = ["--select", "CTR"];
    let command = |name: &str, more: &[&str]| {
        let (out, err, status) = run(
            folder.path(),
            &[&["baseline", name], &select[..], more].concat(),
        );
        assert_eq!(err, "");
        (out, status)
    };
    command("write", &[]);
    let first = baseline(folder.path());
    // Nothing has changed.
    command("update", &[]);
    assert_eq!(baseline(folder.path()), first);
    let (_, err, status) = run(folder.path(), &["baseline", "write"]);
    assert_eq!(status, 2);
    assert!(err.contains("is there already"), "{err}");
    // One is gone and one is new.
    let changed = COMPOSE.replace("privileged: true", "network_mode: host");
    write(folder.path(), &[("compose.yaml", changed.as_bytes())]);
    let (out, status) = command("diff", &[]);
    assert_eq!(status, 1);
    assert!(
        out.contains("+ CTR") && out.contains("container/web  compose.yaml:"),
        "{out}"
    );
    assert!(
        out.contains("- CTR101 container/web  (known since 2026-03-01)\n"),
        "{out}"
    );
    let (zh, _) = command("diff", &["--lang", "zh"]);
    assert!(zh.contains("新出现") && zh.contains("已消失"), "{zh}");
    let (out, _) = command("update", &[]);
    assert!(out.contains("1 gone, 0 added"), "{out}");
    let second = baseline(folder.path());
    assert!(!second.contains("CTR101") && second.len() < first.len());
    assert!(
        second
            .lines()
            .all(|line| first.contains(line.trim_end_matches(',')))
    );
    let later = ["--add", "--now", "2026-04-01T00:00:00Z"];
    let mut run = hulan();
    let run = run
        .current_dir(folder.path())
        .args(["baseline", "update", "--select", "CTR"]);
    assert!(run.args(later).output().expect("it runs").status.success());
    let third = baseline(folder.path());
    assert!(third.contains("2026-03-01") && third.contains("2026-04-01"));
    let (out, status) = command("diff", &[]);
    assert_eq!((out.as_str(), status), ("0 new, 0 gone.\n", 0));
    // Of a rule that is not asked nothing is gone.
    let (out, _) = command("update", &["--ignore", "CTR301"]);
    assert!(out.contains("0 gone"), "{out}");
}

#[test]
fn what_was_not_read_is_not_gone() {
    let folder = folder(&[("a/compose.yaml", COMPOSE), ("b/compose.yaml", COMPOSE)]);
    run(folder.path(), &["baseline", "write"]);
    let before = baseline(folder.path());
    write(folder.path(), &[("b/compose.yaml", b"services: [\n")]);
    let (out, _, status) = run(folder.path(), &["baseline", "update"]);
    assert_eq!(status, 2, "{out}");
    assert!(out.contains("0 gone"), "{out}");
    assert_eq!(baseline(folder.path()), before);
}

#[test]
fn a_report_stands_for_a_baseline() {
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    let (out, _, _) = run(folder.path(), &["scan", "-o", "json", "--select", "CTR"]);
    write(folder.path(), &[("last.json", out.as_bytes())]);
    let file = folder.path().join("last.json");
    let named = [
        "--select",
        "CTR",
        "--baseline",
        file.to_str().expect("UTF-8"),
    ];
    let (report, status) = scan(folder.path(), &named);
    assert_eq!((rules(&report, "active"), status), (vec![], 0));
    assert_eq!(
        report["findings"][0]["occurrences"][0]["knownSince"],
        Value::Null
    );
    // A report made with it knows the same.
    let text = serde_json::to_string(&report).expect("JSON");
    write(folder.path(), &[("last.json", text.as_bytes())]);
    let (_, status) = scan(folder.path(), &named);
    assert_eq!(status, 0);
}

#[test]
fn the_configuration_may_name_it() {
    let folder = folder(&[
        ("compose.yaml", COMPOSE),
        ("hulan.toml", "baseline = 'known.json'\nselect = ['CTR']\n"),
    ]);
    let (_, err, status) = run(folder.path(), &["scan"]);
    assert_eq!(status, 2);
    assert!(err.contains("known.json"), "{err}");
    let (out, err, status) = run(folder.path(), &["baseline", "write"]);
    assert_eq!((err.as_str(), status), ("", 0));
    assert!(out.starts_with("known.json: "), "{out}");
    let (text, _, status) = run(folder.path(), &["scan"]);
    assert_eq!(status, 0, "{text}");
    assert!(
        text.contains("known from the baseline, 1 of them critical, the oldest since 2026-03-01."),
        "{text}"
    );
    assert!(!text.contains("[CTR101]"));
    let (zh, _, _) = run(folder.path(), &["scan", "--lang", "zh"]);
    assert!(
        zh.contains("基线中的已知结果，其中严重 1 项，最早记录于 2026-03-01。"),
        "{zh}"
    );
    let (all, _, _) = run(folder.path(), &["scan", "-v"]);
    assert!(all.contains("[CTR101]"), "{all}");
    write(
        folder.path(),
        &[("hulan.toml", b"baseline = '../known.json'\n")],
    );
    let (_, err, status) = run(folder.path(), &["scan"]);
    assert_eq!(status, 2);
    assert!(
        err.contains("hulan.toml:1:12: 'baseline' leads out"),
        "{err}"
    );
}

#[test]
fn a_broken_file_ends_the_scan() {
    let name = "v1:0123456789abcdef0123456789abcdef";
    let entry = |more: &str| {
        format!(
            "{{\"version\": 1, \"entries\": [{{\"rule\": \"CTR101\", \"subject\": {{\"kind\": \
             \"container\", \"name\": \"web\"}}, \"fingerprint\": \"{name}\"{more}}}]}}"
        )
    };
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    let cases = [
        (String::new(), "1:1: it is no JSON"),
        ("{".to_owned(), "1:1: it is no JSON"),
        (
            "{}".to_owned(),
            "1:2: it is neither a baseline nor a JSON report",
        ),
        ("[]".to_owned(), "it is neither"),
        (
            "{\"version\": 2, \"entries\": []}".to_owned(),
            "only version 1",
        ),
        (
            "{\"version\": 1, \"findings\": [{}]}".to_owned(),
            "it is neither",
        ),
        (entry(", \"hunter2-secret\": 1"), "it is neither"),
        (
            entry(", \"firstSeen\": \"hunter2-secret\""),
            "it is neither",
        ),
        (
            entry("").replace("v1:0", "v1:X"),
            "entry 1: a fingerprint is 'v1:'",
        ),
        ("[".repeat(100_000), "it is n"),
    ];
    for (text, expected) in cases {
        write(folder.path(), &[("b.json", text.as_bytes())]);
        let (out, err, status) = run(folder.path(), &["scan", "--baseline", "b.json"]);
        assert_eq!((out.as_str(), status), ("", 2), "{err}");
        assert!(
            err.starts_with("hulan: baseline b.json: ") && err.contains(expected),
            "{expected}: {err}"
        );
        assert!(!err.contains("hunter2"), "{err}");
    }
    write(folder.path(), &[("b.json", entry("").as_bytes())]);
    let (_, _, status) = run(folder.path(), &["scan", "--baseline", "b.json"]);
    assert_eq!(status, 1, "and this one is good");
}
