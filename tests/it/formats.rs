//! The formats that are made without sources: read back by libraries of others, held against the JSON
//! report, and converted from saved ones. `HULAN_FORMATS_PYTHON` is a Python with `junitparser` and
//! `cmarkgfm`, `HULAN_FORMATS_NODE` a folder `node_modules` with `@actions/core` and
//! `azure-pipelines-task-lib`.

mod commands;
mod convert;
mod gitlab;
mod pages;
mod paths;

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{hulan, write};

/// The formats that `hulan convert` writes.
const CONVERTED: [&str; 15] = [
    "text",
    "table",
    "sarif",
    "concise",
    "github",
    "azure",
    "gitlab-sast",
    "gitlab-codequality",
    "junit",
    "rdjson",
    "markdown",
    "csv",
    "compliance",
    "compliance-markdown",
    "compliance-json",
];

/// The folder that is scanned, below the top of the repository.
const INNER: &str = "deploy/a,b;c 100%25 ##vso[x] y=z|";

/// Names that mean something in one format or another.
const NAMES: [&str; 9] = [
    "=1+1",
    "@all #12 www.evil.example",
    "<img src=x onerror=y>",
    "[l](http://evil.example/x)",
    "x%0A::error::y",
    "##vso[task.setvariable variable=P]q;r",
    "##[add-mask]s",
    "]]>&a|`b`*c*_d_~e~",
    "中文 😀, \\\\ '",
];

/// A repository with a folder to scan; its services have the names above and some more.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("made");
    let mut compose = String::from("services:\n");
    let more: Vec<String> = (0..12).map(|number| format!("s{number}")).collect();
    for name in NAMES.into_iter().chain(more.iter().map(String::as_str)) {
        compose.push_str(&format!(
            "  \"{name}\":\n    image: \"example/app:1\"\n    privileged: true\n"
        ));
    }
    compose.push_str("  quiet:\n    image: redis:7\n    # hulan: ignore[CTR101] until=2027-01-31 =reason, of ours\n    privileged: true\n");
    compose.push_str("  gone:\n    image: x/y:1\n    env_file: missing.env\n");
    write(
        folder.path(),
        &[
            (".git/HEAD", b"ref: refs/heads/main\n"),
            (&format!("{INNER}/compose.yaml"), compose.as_bytes()),
        ],
    );
    folder
}

/// What a scan of a folder writes to standard output.
fn scan(top: &Path, inner: &str, arguments: &[&str]) -> String {
    let output = hulan()
        .current_dir(top)
        .args(["scan", inner])
        .args(["--now", "2026-11-20T10:20:30.5Z"])
        .args(arguments)
        .output()
        .expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.stderr.is_empty(), "{errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The JSON report of the same scan.
fn json(top: &Path, inner: &str) -> Value {
    serde_json::from_str(&scan(top, inner, &["--output", "json"])).expect("JSON")
}

fn active(report: &Value) -> Vec<&Value> {
    let findings = report["findings"].as_array().expect("a list");
    findings
        .iter()
        .filter(|one| one["status"] == "active")
        .collect()
}

fn string(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no string: {value}"))
}

fn number(value: &Value) -> u64 {
    value
        .as_u64()
        .unwrap_or_else(|| panic!("no number: {value}"))
}

/// A path from the top, as people are shown it.
fn shown(path: &str) -> String {
    format!("{INNER}/{path}").replace("##vso[", "##vso\\u{5b}")
}

/// A tool from the environment; says so when it is not there.
fn tool(name: &str) -> Option<String> {
    let tool = std::env::var(name).ok();
    if tool.is_none() {
        let required = std::env::var("HULAN_REQUIRE_TOOLS").as_deref() == Ok("1");
        assert!(!required, "{name} is not set");
        eprintln!("skipped: {name} is not set");
    }
    tool
}

/// What a library of Python reads in a report.
fn read(python: &str, format: &str, text: &str) -> Value {
    let folder = tempfile::tempdir().expect("made");
    let file = folder.path().join("report");
    std::fs::write(&file, text).expect("written");
    let output = std::process::Command::new(python)
        .arg(crate::support::project().join("tests/formats/read.py"))
        .arg(format)
        .arg(&file)
        .output()
        .expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{format}: {errors}\n{text}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Whatever stands in names, no line is a command that a build agent would obey, but for those that
/// the formats for them write.
#[test]
fn names_cannot_speak_to_build_agents() {
    let folder = repository();
    for format in crate::support::FORMATS {
        let text = scan(folder.path(), INNER, &["--output", format]);
        for line in text.lines() {
            let lower = line.to_lowercase();
            let own = usize::from(format == "azure" && line.starts_with("##vso[task.logissue "));
            assert_eq!(lower.matches("##vso[").count(), own, "{format}: {line}");
            assert!(!line.contains("##["), "{format}: {line}");
            let is_command = line.trim_start().starts_with("::");
            assert!(!is_command || format == "github", "{format}: {line}");
        }
    }
}

#[test]
fn people_read_their_own_language() {
    let folder = repository();
    let own = [
        "text",
        "table",
        "concise",
        "github",
        "azure",
        "markdown",
        "compliance",
        "compliance-markdown",
    ];
    for format in CONVERTED {
        let arguments = ["--output", format, "--lang", "zh"];
        let zh = scan(folder.path(), INNER, &arguments);
        // Programs get ASCII, where the format can say everything with it.
        let words = if zh.is_ascii() {
            "\\u7279\\u6743"
        } else {
            "特权"
        };
        assert!(zh.contains(words), "{format}: {zh}");
        let output = hulan()
            .current_dir(folder.path())
            .env("LANG", "zh_CN.UTF-8")
            .args(["scan", INNER, "--output", format])
            .output()
            .expect("it runs");
        let system = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!(system.contains("特权"), own.contains(&format), "{format}");
    }
}

#[test]
fn every_line_of_concise_is_a_finding() {
    let folder = repository();
    let report = json(folder.path(), INNER);
    let text = scan(
        folder.path(),
        INNER,
        &["--output", "concise", "--lang", "en"],
    );
    let findings = active(&report);
    for (line, finding) in text.lines().zip(&findings) {
        let place = &finding["location"];
        let expected = format!(
            "{}:{}:{}: {} {} {}",
            shown(string(&place["path"])),
            place["line"],
            place["column"],
            string(&finding["severity"]),
            string(&finding["rule"]),
            string(&finding["message"])
        );
        assert_eq!(line, expected);
    }
    let rest: Vec<&str> = text.lines().skip(findings.len()).collect();
    assert_eq!(rest.len(), 3, "{rest:?}");
    assert!(rest[1].ends_with("not shown: 1."), "{rest:?}");
    // Nothing found is said as well, and so is nothing judged.
    let clean = tempfile::tempdir().expect("made");
    write(clean.path(), &[("a/notes.txt", b"a\n")]);
    let nothing = scan(clean.path(), "a", &["--output", "concise"]);
    assert!(nothing.starts_with("No deployment was judged"), "{nothing}");
}
