//! The tool that looks for published secrets which the list does not have.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::write;

/// The tool, which Cargo builds beside the tests.
fn tool() -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_hulan"))
        .parent()
        .expect("a folder");
    let name = format!("refresh-knowledge{}", std::env::consts::EXE_SUFFIX);
    folder.join("examples").join(name)
}

fn candidates(folder: &Path, product: &str) -> Vec<String> {
    let output = Command::new(tool())
        .args(["--product", product, "--repository", "made/up"])
        .arg(folder)
        .output()
        .expect("it runs");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(str::to_owned).collect()
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args([
            "-c",
            "user.name=made-up",
            "-c",
            "user.email=made@up.example",
        ])
        .args(arguments)
        .env("GIT_COMMITTER_DATE", "2026-02-03T00:00:00Z")
        .env("GIT_AUTHOR_DATE", "2026-02-03T00:00:00Z")
        .output()
        .expect("git runs");
    assert!(status.status.success(), "{arguments:?}");
}

#[test]
fn new_candidates_are_printed_as_entries() {
    let folder = tempfile::tempdir().expect("made");
    write(
        folder.path(),
        &[
            (
                "docker/compose.yaml",
                b"services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${SHELF_PASSWORD:-shelf123}\n      \
                  URL: postgres://shelf:shelf456@db/x\n    command: server --requirepass shelf789\n",
            ),
            (
                ".env.example",
                b"# SHELF_TOKEN=your-shelf-token\nSHELF_SIGNING_SECRET=Zq8vR2mXw4Lk9TfB7cYd3NhJ\nOPENAI_API_KEY=sk-xxxx\nPORT=80\n",
            ),
        ],
    );
    let found = candidates(folder.path(), "shelf");
    let expected = [
        (
            "\"SHELF_TOKEN\"",
            "value: \"your-shelf-token\", kind: token, class: placeholder, side: server, shape: commented-assignment",
        ),
        ("\"SHELF_SIGNING_SECRET\"", "value_sha256: "),
        (
            "\"OPENAI_API_KEY\"",
            "side: client, shape: assignment, source: \"made/up/.env.example\", since: {seen_at: true}",
        ),
        (
            "\"SHELF_PASSWORD\"",
            "value: \"shelf123\", kind: password, class: default, side: server, shape: interpolation-default",
        ),
        (
            "\"URL\", scheme: \"postgres\", username: \"shelf\"",
            "value: \"shelf456\"",
        ),
        (
            "\"command-line --requirepass\"",
            "shape: command-line, source: \"made/up/docker/compose.yaml\"",
        ),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (variable, rest) in expected {
        let line = found.iter().find(|line| line.contains(variable));
        assert!(
            line.is_some_and(|line| line.contains(rest)),
            "{variable}: {found:#?}"
        );
    }
    // As entries they are in order.
    let list = format!("version: 1\nentries:\n{}\n", found.join("\n"));
    let list: serde_yaml::Value = serde_yaml::from_str(&list).expect("YAML");
    assert_eq!(list["entries"].as_sequence().map(Vec::len), Some(6));
}

#[test]
fn the_history_tells_since_when() {
    let folder = tempfile::tempdir().expect("made");
    let env = |text: &str| {
        write(
            folder.path(),
            &[("dify/docker/.env.example", text.as_bytes())],
        );
    };
    git(folder.path(), &["init", "-q"]);
    env("A=1\n");
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    env("A=1\nSHELF_PASSWORD=shelf-made-up-1\n");
    git(folder.path(), &["commit", "-q", "-a", "-m", "second"]);
    env("A=2\nSHELF_PASSWORD=shelf-made-up-1\n");
    git(folder.path(), &["commit", "-q", "-a", "-m", "third"]);
    let found = candidates(folder.path(), "shelf");
    assert_eq!(found.len(), 1, "{found:?}");
    let since = found[0]
        .split("since: {commit: \"")
        .nth(1)
        .expect("a commit");
    assert!(since.ends_with("\", date: \"2026-02-03\"}}"), "{since}");
    // What the list has of this file, and the file no longer, is named.
    let gone = candidates(folder.path(), "dify");
    let gone = gone
        .iter()
        .filter(|line| line.starts_with("  # gone from dify/docker/.env.example: "));
    assert!(gone.count() > 5);
}
