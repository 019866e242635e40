//! The scanned tree is hostile: links, names, bombs.

use std::os::unix::fs::symlink;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{FORMATS, hulan, json, write};

fn rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().expect("a list");
    findings
        .iter()
        .filter_map(|one| one["rule"].as_str())
        .collect()
}

#[test]
fn files_outside_are_read_only_when_allowed() {
    let top = tempfile::tempdir().expect("made");
    let inside = top.path().join("deploy");
    let compose =
        "services:\n  db:\n    image: postgres:16\n    env_file: [../secret.env, linked.env]\n";
    write(
        top.path(),
        &[
            ("deploy/compose.yaml", compose.as_bytes()),
            ("secret.env", b"POSTGRES_PASSWORD=difyai123456\n"),
            ("other.env", b"TOKEN_KEY=difyai123456\n"),
            (
                "outside/compose.yaml",
                b"services:\n  a:\n    image: x\n    privileged: true\n",
            ),
        ],
    );
    symlink("../other.env", inside.join("linked.env")).expect("linked");
    symlink("../outside/compose.yaml", inside.join("docker-compose.yml")).expect("linked");
    symlink("compose.yaml", inside.join("compose.again.yaml")).expect("linked");
    let (report, status) = json(&inside, &[]);
    assert_eq!(status, 2);
    let outside = rules(&report)
        .iter()
        .filter(|rule| **rule == "HUL110")
        .count();
    assert_eq!(outside, 3, "{report:#}");
    assert!(!rules(&report).contains(&"SEC103"));
    assert!(!rules(&report).contains(&"CTR101"));
    let (report, status) = json(&inside, &["--allow-outside"]);
    assert_eq!(status, 1);
    assert!(rules(&report).contains(&"SEC103") && rules(&report).contains(&"CTR101"));
    assert!(!rules(&report).contains(&"HUL110"));
}

#[test]
fn links_in_circles_and_special_files_end() {
    let folder = tempfile::tempdir().expect("made");
    let compose = "services:\n  a:\n    image: x\n    env_file: [pipe, loop.env]\n";
    write(folder.path(), &[("compose.yaml", compose.as_bytes())]);
    symlink("loop.env", folder.path().join("loop.env")).expect("linked");
    symlink(".", folder.path().join("again")).expect("linked");
    let made = Command::new("mkfifo")
        .arg(folder.path().join("pipe"))
        .status();
    assert!(made.expect("mkfifo runs").success());
    let (report, status) = json(folder.path(), &[]);
    assert_eq!(status, 2);
    assert!(
        rules(&report)
            .iter()
            .filter(|rule| rule.starts_with("HUL"))
            .count()
            >= 2
    );
}

/// A scan needs no network: without any it says the same.
#[test]
fn without_a_network_the_bytes_are_the_same() {
    let folder = crate::support::project();
    let binary = assert_cmd::cargo::cargo_bin("hulan");
    let run = |program: &str, before: &[&str]| {
        let mut command = Command::new(program);
        command.args(before).current_dir(&folder);
        if program == "unshare" {
            command.arg(&binary);
        }
        command.args(["scan", "fixtures/bad", "--output", "json"]);
        command.args(["--now", "2026-11-23T00:00:00Z"]);
        command.env("NO_COLOR", "1").output()
    };
    let possible = Command::new("unshare").args(["-rn", "true"]).status();
    if !possible.is_ok_and(|status| status.success()) {
        eprintln!("without_a_network_the_bytes_are_the_same: skipped, no namespaces here");
        return;
    }
    let with = run(&binary.to_string_lossy(), &[]).expect("it runs");
    let without = run("unshare", &["-rn"]).expect("it runs");
    assert_eq!(without.status.code(), Some(1));
    assert!(with.stdout == without.stdout && !with.stdout.is_empty());
}

#[test]
fn names_cannot_speak_to_the_terminal() {
    let folder = tempfile::tempdir().expect("made");
    let compose = "services:\n  \"a\\e[31mred\\u202e\\r\\nx\":\n    image: x\n    privileged: true # \u{1b}[2J\u{202e}\n";
    let path = "od\u{1b}[1md/compose.yaml";
    write(folder.path(), &[(path, compose.as_bytes())]);
    for format in FORMATS {
        let output = hulan()
            .arg("scan")
            .arg(folder.path())
            .args(["--output", format])
            .output()
            .expect("it runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        // Lines of a table for spreadsheets end as RFC 4180 has them.
        let text = text.replace("\r\n", "\n");
        // Clauses are told without the ids of rules.
        let told = text.contains("CTR101") || format.starts_with("compliance");
        assert!(told, "{format}: {text}");
        let bad = text
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(bad, None, "{format}: {text}");
    }
}

/// Nine aliases of nine aliases of nine…
fn laughs(levels: usize) -> String {
    let mut text = String::from(
        "services:\n  web:\n    image: x\nx-bomb:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n",
    );
    for level in 1..levels {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        text.push_str(&format!("  a{level}: &a{level} [{aliases}]\n"));
    }
    text
}

#[test]
fn a_billion_laughs_end_in_a_finding() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("compose.yaml", laughs(12).as_bytes())]);
    let binary = assert_cmd::cargo::cargo_bin("hulan");
    let before = Instant::now();
    // Address space, so that memory which is only asked for counts as well.
    let output = Command::new("sh")
        .args([
            "-c",
            "ulimit -v 262144; exec \"$0\" scan \"$1\" --output json",
        ])
        .arg(binary)
        .arg(folder.path())
        .output()
        .expect("it runs");
    let took = before.elapsed();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    // The bomb is named, and what stands beside it is judged.
    let found = rules(&report);
    assert!(
        found.contains(&"HUL103") && found.contains(&"CTR114"),
        "{found:?}"
    );
    // The bound is 100 ms in a release build on a machine of its own.
    assert!(took < Duration::from_millis(500), "{took:?}");
}

#[test]
fn thousands_of_services_and_a_megabyte_of_variables_end_soon() {
    let mut many = String::from("services:\n");
    for number in 0..2_000 {
        many.push_str(&format!(
            "  s{number}:\n    image: nginx:1.27\n    environment: {{A_PASSWORD: \"${{X:-p{number}}}\"}}\n"
        ));
    }
    let one_line = many
        .replace("services:\n", "services: {")
        .replace(
            ":\n    image: nginx:1.27\n    environment:",
            ": {image: nginx, environment:",
        )
        .replace("}\n", "}}, ")
        + "}\n";
    let nested = format!(
        "services:\n  a:\n    image: \"{}\"\n",
        "${A:-".repeat(200_000)
    );
    for text in [many, one_line, nested] {
        let folder = tempfile::tempdir().expect("made");
        write(folder.path(), &[("compose.yaml", text.as_bytes())]);
        let before = Instant::now();
        let output = hulan()
            .arg("scan")
            .arg(folder.path())
            .args(["--output", "json"])
            .output()
            .expect("it runs");
        let took = before.elapsed();
        assert!(
            output
                .status
                .code()
                .is_some_and(|code| (1..=2).contains(&code))
        );
        // Many times what a release build takes: this one may share its machine.
        assert!(took < Duration::from_secs(20), "{took:?}");
    }
}
