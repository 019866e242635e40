//! Saved reports in other formats, and those of several machines as one.

use std::path::Path;

use serde_json::{Value, json};

use super::{CONVERTED, INNER, read, repository, scan, tool};
use crate::support::{hulan, project, write};

fn run(folder: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = hulan()
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code(),
    )
}

fn converted(folder: &Path, report: &str, format: &str) -> String {
    let (out, errors, status) = run(folder, &["convert", report, "--output", format]);
    assert_eq!((errors.as_str(), status), ("", Some(0)));
    out
}

#[test]
fn a_saved_report_says_what_the_scan_said() {
    let folder = repository();
    for lang in ["en", "zh"] {
        let saved = scan(folder.path(), INNER, &["--output", "json", "--lang", lang]);
        write(folder.path(), &[("saved.json", saved.as_bytes())]);
        for format in CONVERTED {
            let own = scan(folder.path(), INNER, &["--output", format, "--lang", lang]);
            assert_eq!(
                converted(folder.path(), "saved.json", format),
                own,
                "{format}"
            );
        }
    }
    let stdin = std::fs::read(folder.path().join("saved.json")).expect("readable");
    let output = hulan()
        .args(["convert", "-", "--output", "concise"])
        .write_stdin(stdin)
        .output()
        .expect("it runs");
    let own = scan(
        folder.path(),
        INNER,
        &["--output", "concise", "--lang", "zh"],
    );
    assert_eq!(String::from_utf8_lossy(&output.stdout), own);
}

#[test]
fn what_cannot_be_made_is_said() {
    let folder = tempfile::tempdir().expect("made");
    let report = scan_of(folder.path(), "a");
    write(
        folder.path(),
        &[
            ("a.json", report.as_bytes()),
            (
                "other.json",
                b"{\"password\": \"hunter2hunter2\", \"version\": \"hunter2hunter2\"}",
            ),
            ("broken.json", b"{\"password\": \"hunter2hunter2"),
            (
                "newer.json",
                report
                    .replacen("\"version\": 1", "\"version\": 2", 2)
                    .as_bytes(),
            ),
            ("none.json", b"{\"version\": 1, \"reports\": []}"),
        ],
    );
    let (out, errors, status) = run(folder.path(), &["convert", "a.json", "--output", "json"]);
    assert_eq!((out.as_str(), status), ("", Some(2)));
    assert!(errors.contains("report"), "{errors}");
    for file in [
        "other.json",
        "broken.json",
        "newer.json",
        "none.json",
        "no-such.json",
    ] {
        for command in ["convert", "merge"] {
            let (out, errors, status) = run(folder.path(), &[command, file, "--output", "csv"]);
            assert_eq!((out.as_str(), status), ("", Some(2)), "{file}");
            assert!(
                errors.contains(file) && !errors.contains("hunter2"),
                "{errors}"
            );
        }
    }
    assert_eq!(run(folder.path(), &["convert", "a.json"]).2, Some(2));
}

fn scan_of(folder: &Path, name: &str) -> String {
    let path = format!("{name}/compose.yaml");
    let compose = b"services:\n  web:\n    image: x/y:1\n    privileged: true\n";
    write(folder, &[(&path, compose)]);
    scan(folder, name, &["--output", "json"])
}

/// Whoever wrote the file may not have been hulan.
#[test]
fn a_saved_report_is_no_more_trusted_than_the_files() {
    let folder = tempfile::tempdir().expect("made");
    let mut report: Value = serde_json::from_str(&scan_of(folder.path(), "a")).expect("JSON");
    let evil = "\u{1b}[2J\u{202e}##vso[task.x]\n::error::=cmd";
    for finding in report["findings"].as_array_mut().expect("a list") {
        finding["message"] = evil.into();
        finding["name"] = evil.into();
        finding["rule"] = "=X\u{7}1".into();
        finding["subject"]["name"] = evil.into();
        finding["location"]["path"] = format!("../../x\n::error::{evil}").into();
    }
    write(
        folder.path(),
        &[("evil.json", report.to_string().as_bytes())],
    );
    for format in CONVERTED {
        let text = converted(folder.path(), "evil.json", format);
        let text = text.replace("\r\n", "\n");
        let bad = text
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(bad, None, "{format}: {text}");
        for line in text.lines() {
            assert!(
                !line.trim_start().starts_with("::error::"),
                "{format}: {line}"
            );
            let own = usize::from(format == "azure" && line.starts_with("##vso["));
            assert_eq!(line.matches("##vso[").count(), own, "{format}: {line}");
        }
    }
}

/// A page that is too long is cut between lines, and says what is left out.
#[test]
fn a_long_page_is_cut() {
    let folder = tempfile::tempdir().expect("made");
    let mut report: Value = serde_json::from_str(&scan_of(folder.path(), "a")).expect("JSON");
    let one = report["findings"][0].clone();
    let many = (0..2_000).map(|number| {
        let mut finding = one.clone();
        finding["message"] = format!("第 {number} 项 😀 {}", "长".repeat(number % 90)).into();
        finding
    });
    report["findings"] = many.collect();
    write(
        folder.path(),
        &[("long.json", report.to_string().as_bytes())],
    );
    let text = converted(folder.path(), "long.json", "markdown");
    let units = text.encode_utf16().count();
    assert!((60_000..65_536).contains(&units), "{units}");
    assert!(text.len() < 1024 * 1024);
    let rows = text.lines().filter(|line| line.contains(" 项 ")).count();
    let last = format!("第 {} 项", rows - 1);
    assert!(text.contains(&last) && rows < 2_000);
    let sentence = format!("Findings that do not fit on this page: {}.", 2_000 - rows);
    assert!(text.contains(&sentence), "{sentence}");
    assert!(text.contains("does not fit on this page: 1."), "{rows}");
    // The other formats have them all.
    let all = converted(folder.path(), "long.json", "concise");
    assert_eq!(
        all.lines().filter(|line| line.contains(" 项 ")).count(),
        2_000
    );
    let ids: Value =
        serde_json::from_str(&converted(folder.path(), "long.json", "gitlab-codequality"))
            .expect("JSON");
    let ids: std::collections::BTreeSet<String> = ids
        .as_array()
        .expect("a list")
        .iter()
        .map(|own| own["fingerprint"].to_string())
        .collect();
    assert_eq!(ids.len(), 2_000, "two with one name would be one");
}

#[test]
fn reports_of_several_machines_are_joined() {
    let folder = tempfile::tempdir().expect("made");
    let (a, b) = (scan_of(folder.path(), "a"), scan_of(folder.path(), "b"));
    write(
        folder.path(),
        &[("a.json", a.as_bytes()), ("b.json", b.as_bytes())],
    );
    let merge = |more: &[&str]| {
        let all = [&["merge", "vm=1=a.json", "b.json"], more].concat();
        run(folder.path(), &all)
    };
    let (out, _, status) = merge(&["--output", "concise", "--output", "json=all.json"]);
    // A name ends at the first sign of equality.
    assert_eq!((out.as_str(), status), ("", Some(2)));
    let merge = |more: &[&str]| {
        let all = [&["merge", "vm1=a.json", "b.json"], more].concat();
        run(folder.path(), &all)
    };
    let (out, errors, status) = merge(&["--output", "concise", "--output", "json=all.json"]);
    assert_eq!((errors.as_str(), status), ("", Some(0)));
    assert!(
        out.contains(" vm1: Service 'web'") && out.contains(" b: Service 'web'"),
        "{out}"
    );
    let all = std::fs::read_to_string(folder.path().join("all.json")).expect("written");
    let all: Value = serde_json::from_str(&all).expect("JSON");
    let schema =
        std::fs::read_to_string(project().join("schema/merged-v1.json")).expect("readable");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.is_valid(&all), "{all}");
    let own: Vec<Value> = [&a, &b]
        .map(|text| serde_json::from_str(text).expect("JSON"))
        .into();
    assert_eq!(
        all["reports"][0],
        json!({"machine": "vm1", "report": own[0]})
    );
    assert_eq!(all["reports"][1], json!({"machine": "b", "report": own[1]}));
    for format in CONVERTED {
        let (direct, _, _) = merge(&["--output", format]);
        assert_eq!(
            converted(folder.path(), "all.json", format),
            direct,
            "{format}"
        );
        assert!(direct.contains("vm1"), "{format}: {direct}");
    }
    let (_, errors, status) = run(
        folder.path(),
        &["merge", "x=a.json", "x=b.json", "--output", "csv"],
    );
    assert_eq!(status, Some(2));
    assert!(errors.contains("two reports are of 'x'"), "{errors}");
    let Some(python) = tool("HULAN_FORMATS_PYTHON") else {
        return;
    };
    let rows = read(&python, "csv", &converted(folder.path(), "all.json", "csv"));
    let machines = rows
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| row["machine"].as_str());
    let machines: std::collections::BTreeSet<_> = machines.flatten().collect();
    assert_eq!(machines, ["b", "vm1"].into());
    let suites = read(
        &python,
        "junit",
        &converted(folder.path(), "all.json", "junit"),
    );
    let suites = suites["suites"].as_array().expect("a list").iter();
    let machines: std::collections::BTreeSet<_> =
        suites.filter_map(|own| own["machine"].as_str()).collect();
    assert_eq!(machines, ["b", "vm1"].into());
}
