//! Which files are found, and what is said of those that are not judged.

use crate::support::{json, write};

const COMPOSE: &[u8] = b"services: {web: {image: nginx}}\n";

#[test]
fn python_is_found() {
    let tree = tempfile::tempdir().expect("made");
    write(
        tree.path(),
        &[
            ("compose.yaml", COMPOSE),
            ("compose.override.yaml", COMPOSE),
            ("stack.yml", COMPOSE),
            ("values.yml", b"a: 1\n"),
            (".env", b"A=1\n"),
            ("db.env.example", b""),
            ("app.py", b"import os\n"),
            ("tools/start.PYW", b"\xff\xfe\x00"),
            ("tools/run", b"#!/usr/bin/env python3\n"),
            ("tools/build", b"#!/bin/sh\npython3 x\n"),
            ("tools/notes.txt", b"#!/usr/bin/env python3\n"),
            ("stubs.pyi", b""),
            ("report.ipynb", b"{}"),
            ("plugin.difypkg", b"PK\x05\x06\0\0"),
            ("venv/lib.py", b""),
            ("__pycache__/a.py", b""),
            ("left/out.py", b""),
        ],
    );
    let arguments = ["--exclude", "left/**"];
    let (report, _) = json(tree.path(), &arguments);
    let coverage = &report["coverage"];
    let expected =
        serde_json::json!({"compose": 3, "env": 1, "python": 4, "notebooks": 1, "packages": 1});
    assert_eq!(coverage["found"], expected);
}

#[test]
fn python_changes_no_status() {
    let status = |python: bool| {
        let tree = tempfile::tempdir().expect("made");
        if python {
            write(tree.path(), &[("app.py", b"services: {}\n")]);
        }
        json(tree.path(), &[]).1
    };
    assert_eq!(status(true), status(false));
}

/// A file is counted once, also where a folder and the file itself are named.
#[test]
fn named_files_are_counted_as_what_they_are() {
    let tree = tempfile::tempdir().expect("made");
    write(tree.path(), &[("app.py", b""), (".env", b"A=1\n")]);
    let python = tree.path().join("app.py");
    let env = tree.path().join(".env");
    let arguments = [
        python.to_str().expect("UTF-8"),
        env.to_str().expect("UTF-8"),
    ];
    let (report, _) = json(tree.path(), &arguments);
    let found = &report["coverage"]["found"];
    assert_eq!((&found["python"], &found["env"]), (&1.into(), &1.into()));
}

/// Links and other things that are no files are not opened to look at their first line.
#[cfg(unix)]
#[test]
fn only_regular_files_are_looked_into() {
    let tree = tempfile::tempdir().expect("made");
    let outside = tempfile::tempdir().expect("made");
    write(
        outside.path(),
        &[("run", b"#!/usr/bin/env python3\n"), ("x.py", b"")],
    );
    for name in ["run", "x.py"] {
        let link = std::os::unix::fs::symlink(outside.path().join(name), tree.path().join(name));
        link.expect("linked");
    }
    let (report, _) = json(tree.path(), &[]);
    assert_eq!(report["coverage"]["found"]["python"], 0);
    assert_eq!(report["coverage"]["files"], 0);
}

/// What a script starts is what its files come to together, and neither of them is judged by itself.
#[test]
fn files_that_a_line_starts_together_are_one_project() {
    let base: &[u8] = b"services:\n  web:\n    image: nginx:1.27\n    privileged: true\n";
    let over: &[u8] = b"services:\n  web:\n    privileged: false\n";
    let judged = |script: &[u8]| {
        let tree = tempfile::tempdir().expect("made");
        let files = [
            ("docker-compose.base.yml", base),
            ("docker-compose.prod.yml", over),
            ("deploy/up.sh", script),
        ];
        write(tree.path(), &files);
        let (report, _) = json(tree.path(), &["--select", "CTR101"]);
        let projects = report["projects"].as_array().map_or(0, Vec::len);
        let findings = report["findings"].as_array().map_or(0, Vec::len);
        (projects, findings)
    };
    let line = b"docker compose -f docker-compose.base.yml -f docker-compose.prod.yml up -d\n";
    assert_eq!(judged(line), (1, 0));
    assert_eq!(
        judged(b"docker compose -f docker-compose.base.yml up -d\n"),
        (2, 1)
    );
    // The order decides.
    let other = b"docker compose -f docker-compose.prod.yml -f docker-compose.base.yml up -d\n";
    assert_eq!(judged(other), (1, 1));
}
