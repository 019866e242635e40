//! Hardened services of each kind, for which nothing is left to say.

use std::fs;

use serde_json::Value;

use crate::support::{files_below, json, project};

/// The day of the scans: release lines end.
const TODAY: &str = "2026-11-23T00:00:00Z";

#[test]
fn a_fully_hardened_service_of_each_kind_gives_zero_findings_in_strict() {
    let is_compose = |path: &std::path::Path| path.extension().is_some_and(|end| end == "yaml");
    let files = files_below(&project().join("tests/hardened"), &is_compose);
    assert_eq!(files.len(), 4);
    for path in files {
        let folder = tempfile::tempdir().expect("a folder");
        fs::copy(&path, folder.path().join("compose.yaml")).expect("a copy");
        fs::write(folder.path().join("password"), "").expect("written");
        fs::write(folder.path().join("site.conf"), "").expect("written");
        let arguments = ["--isolated", "--profile", "strict", "--fail-on", "info"];
        let arguments = [&arguments[..], &["--now", TODAY]].concat();
        let (report, status) = json(folder.path(), &arguments);
        let shown = path.display();
        assert_eq!(report["findings"], Value::Array(Vec::new()), "{shown}");
        // What Nginx reads is read as well.
        let is_proxy = path.file_stem().is_some_and(|stem| stem == "proxy");
        let read = if is_proxy { 2 } else { 1 };
        assert_eq!(report["coverage"]["files"], read, "{shown}");
        assert_eq!(status, 0, "{shown}");
    }
}

/// That silence means something: without one of its settings each kind is spoken of.
#[test]
fn each_setting_of_a_hardened_service_is_missed() {
    let text = fs::read_to_string(project().join("tests/hardened/web.yaml")).expect("readable");
    for setting in [
        "read_only:",
        "cap_drop:",
        "security_opt:",
        "mem_limit:",
        "cpus:",
        "pids_limit:",
        "restart:",
    ] {
        let lines = text
            .lines()
            .filter(|line| !line.trim_end().contains(setting));
        let less: Vec<&str> = lines.collect();
        assert!(less.len() < text.lines().count(), "{setting}");
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("compose.yaml"), less.join("\n")).expect("written");
        fs::write(folder.path().join("password"), "").expect("written");
        let (report, _) = json(folder.path(), &["--isolated", "--profile", "strict"]);
        let found = report["findings"].as_array().expect("a list").len();
        assert!(found > 0, "{setting}: {report}");
    }
}
