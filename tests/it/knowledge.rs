//! Knowledge that a user lays over what is built in, and what is said of both.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::support::{FORMATS, hulan, json, write};

const COMPOSE: &[u8] = b"services:
  db:
    image: registry.example/shelf-db:3
    ports: [\"7777:7777\"]
    environment:
      SHELF_PASSWORD: made-up-Shelf-77
      OTHER_PASSWORD: made-up-Other-88
";

fn hashes(passwords: &str, arguments: &[&str]) -> Output {
    let mut command = hulan();
    command.args(["knowledge", "hash"]).args(arguments);
    command.write_stdin(passwords).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn rules(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().expect("a list");
    let rules = findings
        .iter()
        .filter_map(|finding| finding["rule"].as_str());
    rules.map(str::to_owned).collect()
}

fn found(report: &Value, rule: &str) -> usize {
    rules(report).iter().filter(|own| *own == rule).count()
}

fn scan(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = hulan();
    command.arg("scan").arg(folder).args(arguments);
    command.output().expect("it runs")
}

#[test]
fn an_overlay_reaches_the_rules_and_every_report() {
    let tree = tempfile::tempdir().expect("made");
    let folder = tempfile::tempdir().expect("made");
    write(tree.path(), &[("compose.yaml", COMPOSE)]);
    let before = json(tree.path(), &[]).0;
    assert_eq!(found(&before, "SEC103"), 0);
    assert_eq!(found(&before, "NET102"), 0);
    assert_eq!(before["knowledge"]["overlay"], Value::Null);
    write(
        folder.path(),
        &[
            (
                "default-secrets.yaml",
                b"version: 1\nentries:\n  - {product: shelf, variable: SHELF_PASSWORD, value: made-up-Shelf-77, kind: password, class: default, side: server, shape: yaml, source: here}\n",
            ),
            (
                "stores.yaml",
                b"stores:\n  - {name: shelf, kind: data, images: [shelf-db], ports: [7777], variables: [SHELF_]}\n",
            ),
            ("README.md", b"ours"),
        ],
    );
    let shown = folder.path().to_str().expect("UTF-8");
    let (report, _) = json(tree.path(), &["--knowledge", shown]);
    assert_eq!(found(&report, "SEC103"), 1);
    assert_eq!(found(&report, "NET102"), 1);
    assert_eq!(report["knowledge"]["overlay"], shown.replace('\\', "/"));
    for format in [
        "text",
        "table",
        "concise",
        "json",
        "sarif",
        "github",
        "azure",
        "gitlab-sast",
        "markdown",
    ] {
        let output = scan(tree.path(), &["--knowledge", shown, "--output", format]);
        assert!(
            text(&output.stdout).contains(&shown.replace('\\', "/")),
            "{format}"
        );
    }
    let zh = scan(tree.path(), &["--knowledge", shown, "--lang", "zh", "-q"]);
    assert!(text(&zh.stdout).contains("叠加"));
}

#[test]
fn forbidden_passwords_are_found_and_never_shown() {
    let tree = tempfile::tempdir().expect("made");
    let folder = tempfile::tempdir().expect("made");
    write(tree.path(), &[("compose.yaml", COMPOSE)]);
    let first = hashes(
        "MADE-UP-SHELF-77\r\n\n",
        &["--fold", "--label", "shelf \"1\""],
    );
    assert!(first.status.success());
    let first = text(&first.stdout);
    let file = folder.path().join("forbidden-passwords.yaml");
    std::fs::write(&file, &first).expect("written");
    let shown = file.to_str().expect("UTF-8");
    // One that is known already, and one that is new.
    let more = "made-up-shelf-77\nmade-up-Other-88\n";
    let more = text(&hashes(more, &["--salt-from", shown]).stdout);
    assert_eq!(more.lines().count(), 1, "{more}");
    std::fs::write(&file, format!("{first}{more}")).expect("written");
    let folder = folder.path().to_str().expect("UTF-8");
    for format in FORMATS {
        let output = scan(tree.path(), &["--knowledge", folder, "--output", format]);
        let output = text(&output.stdout);
        let told = output.contains("SEC107") || format.starts_with("compliance");
        assert!(told, "{format}");
        assert!(!output.to_lowercase().contains("shelf-77"), "{format}");
        assert!(!output.contains("Other-88"), "{format}");
    }
    let (report, status) = json(tree.path(), &["--knowledge", folder]);
    assert_eq!((found(&report, "SEC107"), status), (2, 1));
    assert_eq!(found(&report, "SEC101"), 0, "the stronger rule says it");
}

#[test]
fn hashing_needs_a_password_and_makes_a_new_salt() {
    let (one, two) = (hashes("made-up\n", &[]), hashes("made-up\n", &[]));
    assert_ne!(text(&one.stdout), text(&two.stdout));
    assert_eq!(text(&one.stdout).lines().count(), 7);
    for (input, arguments) in [
        ("\n", &[][..]),
        ("made-up\n", &["--iterations", "10"]),
        ("made-up\n", &["made-up"]),
        ("made-up\n", &["--salt-from", "no-such-file"]),
    ] {
        let output = hashes(input, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}

#[test]
fn a_broken_overlay_ends_the_scan_with_one_sentence() {
    let tree = tempfile::tempdir().expect("made");
    write(tree.path(), &[("compose.yaml", COMPOSE)]);
    for (name, content, said) in [
        (
            "stores.yaml",
            "stores:\n  - {nme: a}\n",
            "stores.yaml:2:6: unknown key 'nme': did you mean 'name'?",
        ),
        (
            "forbidden-passwords.yaml",
            "version: 1\nalgorithm: pbkdf2-sha265\n",
            "forbidden-passwords.yaml:2:12: unknown value 'pbkdf2-sha265': did you mean 'pbkdf2-sha256'?",
        ),
        (
            "stores.yaml",
            "stores: [",
            "stores.yaml:1:9: not valid YAML: ",
        ),
        (
            "store.yaml",
            "",
            "unknown file 'store.yaml': did you mean 'stores.yaml'?",
        ),
        ("notes.txt", "", "there is none of default-secrets.yaml, "),
    ] {
        let folder = tempfile::tempdir().expect("made");
        write(folder.path(), &[(name, content.as_bytes())]);
        let shown = folder.path().to_str().expect("UTF-8");
        let output = scan(tree.path(), &["--knowledge", shown]);
        let errors = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert_eq!(errors.lines().count(), 1, "{errors}");
        assert!(errors.contains(said), "{errors}");
    }
    let output = scan(tree.path(), &["--knowledge", "no-such-folder"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_configuration_names_an_overlay_below_itself() {
    let tree = tempfile::tempdir().expect("made");
    write(
        tree.path(),
        &[
            ("compose.yaml", COMPOSE),
            ("hulan.toml", b"knowledge = \"known\"\n"),
            (
                "known/stores.yaml",
                b"stores:\n  - {name: shelf, kind: data, images: [shelf-db], ports: [7777]}\n",
            ),
        ],
    );
    let (report, _) = json(tree.path(), &[]);
    assert_eq!(found(&report, "NET102"), 1);
    assert_eq!(report["knowledge"]["overlay"], "known");
    let (report, _) = json(tree.path(), &["--isolated"]);
    assert_eq!(found(&report, "NET102"), 0);

    // A found file does not point out of its folder; one that is named may.
    let outside = tempfile::tempdir().expect("made");
    write(outside.path(), &[("stores.yaml", b"stores: []\n")]);
    let shown = serde_json::to_string(outside.path()).expect("a string");
    let config = tree.path().join("hulan.toml");
    std::fs::write(&config, format!("knowledge = {shown}\n")).expect("written");
    let output = scan(tree.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("hulan.toml:1:13: 'knowledge' leads out"));
    let named = config.to_str().expect("UTF-8");
    let (report, _) = json(tree.path(), &["--config", named]);
    assert_ne!(report["knowledge"]["overlay"], Value::Null);
}

/// A link in a tree that somebody else made leads to no file outside of it.
#[cfg(unix)]
#[test]
fn a_found_configuration_follows_no_link_out() {
    let tree = tempfile::tempdir().expect("made");
    let outside = tempfile::tempdir().expect("made");
    write(outside.path(), &[("stores.yaml", b"stores: []\n")]);
    write(
        tree.path(),
        &[
            ("compose.yaml", COMPOSE),
            ("hulan.toml", b"knowledge = \"known\"\n"),
            ("known/README.md", b"ours"),
        ],
    );
    let link = tree.path().join("known/stores.yaml");
    let linked = std::os::unix::fs::symlink(outside.path().join("stores.yaml"), link);
    linked.expect("linked");
    let output = scan(tree.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("known/stores.yaml is a link"));
    let folder = tree.path().join("known");
    let named = scan(
        tree.path(),
        &["--knowledge", folder.to_str().expect("UTF-8")],
    );
    assert_ne!(named.status.code(), Some(2), "whoever names it knows it");
}

/// What the documentation shows is in the format.
#[test]
fn the_documented_files_can_be_laid_over() {
    let guide = std::fs::read_to_string(crate::support::project().join("docs/knowledge.md"));
    let guide = guide.expect("readable");
    let samples: Vec<&str> = guide.split("```yaml\n").skip(1).collect();
    assert_eq!(samples.len(), 3);
    let names = [
        "default-secrets.yaml",
        "stores.yaml",
        "forbidden-passwords.yaml",
    ];
    let tree = tempfile::tempdir().expect("made");
    let folder = tempfile::tempdir().expect("made");
    write(tree.path(), &[("compose.yaml", COMPOSE)]);
    for (name, sample) in names.iter().zip(samples) {
        let (sample, _) = sample.split_once("```").expect("an end");
        write(folder.path(), &[(*name, sample.as_bytes())]);
    }
    let shown = folder.path().to_str().expect("UTF-8");
    let (report, _) = json(tree.path(), &["--knowledge", shown]);
    assert_eq!(found(&report, "NET102"), 1);
}

#[test]
fn the_version_says_more_when_asked() {
    let said = |arguments: &[&str]| {
        let output = hulan().args(arguments).output().expect("it runs");
        assert!(output.status.success(), "{arguments:?}");
        text(&output.stdout)
    };
    let short = format!("hulan {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(said(&["--version"]), short);
    assert_eq!(said(&["-V"]), short);
    let long = said(&["--version", "-v"]);
    assert_eq!(long, said(&["-V", "--verbose"]));
    assert_eq!(long, said(&["-v", "-V"]));
    assert!(long.starts_with(&short));
    let folder = tempfile::tempdir().expect("made");
    let date = json(folder.path(), &[]).0["knowledge"]["date"].clone();
    let count = hulan::rules::RULES.len().to_string();
    for word in [date.as_str().expect("a date"), "1001", &count] {
        assert!(long.contains(word), "{word}");
    }
    for arguments in [&["-v"][..], &["--version", "scan"], &[]] {
        hulan().args(arguments).assert().code(2);
    }
}
