//! `hulan waive` and `hulan waivers`.

use std::path::Path;

use super::{COMPOSE, ENTRY, ONLY, folder, pair, run, scan, states};

const WAIVE: [&str; 9] = [
    "waive",
    "ctr101",
    "--reason",
    "runs: on the # test machine",
    "--owner",
    "Li Wei",
    "--until",
    "2026-06-30",
    "--subject",
];

fn waive(folder: &Path, subject: &str) -> (String, String, i32) {
    run(folder, &[&WAIVE[..], &[subject]].concat())
}

fn register(folder: &Path) -> String {
    std::fs::read_to_string(folder.join(".hulan/waivers.yaml")).expect("it is there")
}

#[test]
fn an_entry_is_written_and_counts() {
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    let (out, err, status) = waive(folder.path(), "container/web");
    assert_eq!((err.as_str(), status), ("", 0));
    assert_eq!(
        out,
        "CTR101 container/web is waived until 2026-06-30: .hulan/waivers.yaml\n"
    );
    let text = register(folder.path());
    assert!(
        text.ends_with(
            "waivers:\n  - rule: CTR101\n    subject: container/web\n    \
             reason: \"runs: on the # test machine\"\n    owner: \"Li Wei\"\n    \
             created: 2026-03-01\n    expires: 2026-06-30\n"
        ),
        "{text}"
    );
    let (report, _) = scan(folder.path(), &ONLY);
    assert_eq!(states(&report, "CTR101")[0], pair("web", "waived"));
    assert_eq!(
        report["findings"][1]["occurrences"][0]["accepted"],
        "runs: on the # test machine"
    );
    // Another one below it; the same one is not written again.
    let (_, err, status) = waive(folder.path(), "container/worker");
    assert_eq!((err.as_str(), status), ("", 0));
    assert!(register(folder.path()).starts_with(&text));
    let (_, status) = scan(folder.path(), &ONLY);
    assert_eq!(status, 0);
    let before = register(folder.path());
    let (_, err, status) = waive(folder.path(), "container/web");
    assert_eq!(status, 2);
    assert!(err.contains(".hulan/waivers.yaml:4 already"), "{err}");
    assert_eq!(register(folder.path()), before);
}

#[test]
fn comments_order_and_line_ends_stay() {
    let parts = [
        ("# ours\n", "\n# the end\n"),
        ("# unsere\r\n", "# das Ende"),
        ("", ""),
    ];
    for (before, after) in parts {
        for style in ["  - ", "- ", "    - ", "-   "] {
            let blanks = format!("\n{}", " ".repeat(style.len()));
            let entry = ENTRY.replace("\n    ", &blanks).replace("  - ", style);
            let ends = |text: &str| {
                let is_windows = before.contains('\r');
                if is_windows {
                    text.replace("\r\n", "\n").replace('\n', "\r\n")
                } else {
                    text.to_owned()
                }
            };
            let text = ends(&format!("{before}{entry}{after}"));
            let folder = folder(&[("compose.yaml", COMPOSE), (".hulan/waivers.yaml", &text)]);
            let (_, err, status) = waive(folder.path(), "container/worker");
            assert_eq!((err.as_str(), status), ("", 0), "{text}");
            let new = register(folder.path());
            assert!(new.starts_with(&text), "{new}");
            assert_eq!(new.contains("\r\n"), before.contains('\r'));
            assert_eq!(
                new.replace("\r\n", "").contains('\n'),
                !before.contains('\r')
            );
            let (_, status) = scan(folder.path(), &ONLY);
            assert_eq!(status, 0, "{new}");
        }
    }
    for empty in [
        "waivers:\n",
        "waivers: []\n",
        "# none yet\nwaivers:  # none\n",
        "waivers: []",
    ] {
        let folder = folder(&[("compose.yaml", COMPOSE), (".hulan/waivers.yaml", empty)]);
        let (_, err, status) = waive(folder.path(), "container/worker");
        assert_eq!((err.as_str(), status), ("", 0), "{empty}");
        let (report, _) = scan(folder.path(), &ONLY);
        assert_eq!(states(&report, "CTR101")[1], pair("worker", "waived"));
    }
}

#[test]
fn what_cannot_be_added_to_is_left_alone() {
    let braces = "waivers: [{rule: CTR101, subject: container/web, reason: a b, owner: c, \
                  created: 2026-02-01, expires: 2026-03-01}]\n";
    let ended = format!("{ENTRY}...\n");
    let broken = ENTRY.replace("owner", "ownr");
    let nothing = "waivers: ~\n";
    for text in [braces, &ended, &broken, nothing] {
        let folder = folder(&[("compose.yaml", COMPOSE), (".hulan/waivers.yaml", text)]);
        let (_, err, status) = waive(folder.path(), "container/worker");
        assert_eq!(status, 2, "{text}");
        assert!(err.contains(".hulan/waivers.yaml:"), "{err}");
        assert_eq!(register(folder.path()), text);
        let left = std::fs::read_dir(folder.path().join(".hulan")).expect("a folder");
        assert_eq!(left.count(), 1, "nothing is left behind");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn what_makes_no_entry_is_refused() {
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    let secret = format!("hf_{}", "QwErTzUiOpAsDfGhJkLyXcVbNmQaWsEdRf");
    let good = [
        "--subject",
        "container/web",
        "--owner",
        "a",
        "--until",
        "2026-06-30",
        "--reason",
    ];
    let cases: [(&[&str], &str); 9] = [
        (
            &[
                "waive",
                "CTR101",
                "--reason",
                "a",
                "--owner",
                "a",
                "--until",
                "2026-06-30",
            ],
            "--subject or --path",
        ),
        (
            &[
                "waive",
                "CTR999",
                "--path",
                "a",
                "--reason",
                "a",
                "--owner",
                "a",
                "--until",
                "2026-06-30",
            ],
            "'CTR999'",
        ),
        (
            &[
                "waive",
                "HUL101",
                "--path",
                "a",
                "--reason",
                "a",
                "--owner",
                "a",
                "--until",
                "2026-06-30",
            ],
            "about the deployment",
        ),
        (
            &[
                "waive",
                "CTR101",
                "--subject",
                "web",
                "--reason",
                "a",
                "--owner",
                "a",
                "--until",
                "2026-06-30",
            ],
            "kind/name",
        ),
        (
            &[
                "waive",
                "CTR101",
                "--path",
                "../a",
                "--reason",
                "a",
                "--owner",
                "a",
                "--until",
                "2026-06-30",
            ],
            "below",
        ),
        (
            &[
                "waive",
                "CTR101",
                "--path",
                "a",
                "--reason",
                "a",
                "--owner",
                "a",
                "--until",
                "2026-02-28",
            ],
            "is over",
        ),
        (
            &[
                "waive", "CTR101", "--path", "a", "--reason", "a", "--owner", "a", "--until",
                "soon",
            ],
            "2027-01-31",
        ),
        (
            &[
                "waive",
                "CTR101",
                "--path",
                "a",
                "--reason",
                " ",
                "--owner",
                "a",
                "--until",
                "2026-06-30",
            ],
            "--reason is empty",
        ),
        (
            &[
                "waive",
                "CTR101",
                "--path",
                "a",
                "--reason",
                "a\u{202e}b",
                "--owner",
                "a",
                "--until",
                "2026-06-30",
            ],
            "cannot be shown",
        ),
    ];
    for (arguments, expected) in cases {
        let (out, err, status) = run(folder.path(), arguments);
        assert_eq!((out.as_str(), status), ("", 2), "{arguments:?}");
        assert!(err.contains(expected), "{err}");
    }
    let arguments = [&["waive", "CTR101"], &good[..], &[&secret]].concat();
    let (_, err, status) = run(folder.path(), &arguments);
    assert_eq!(status, 2);
    assert!(err.contains("a secret") && !err.contains(&secret), "{err}");
    assert!(!folder.path().join(".hulan").exists());
}

#[test]
fn a_path_is_written_from_the_folder_of_the_register() {
    let folder = folder(&[
        (".git/HEAD", "ref: refs/heads/main\n"),
        ("deep/a/compose.yaml", COMPOSE),
    ]);
    let arguments = [
        "waive",
        "CTR101",
        "--path",
        "compose.yaml",
        "--reason",
        "a test",
        "--owner",
        "platform",
        "--until",
        "2026-06-30",
    ];
    let (out, err, status) = run(&folder.path().join("deep/a"), &arguments);
    assert_eq!((err.as_str(), status), ("", 0));
    assert!(out.ends_with(": ../../.hulan/waivers.yaml\n"), "{out}");
    assert!(register(folder.path()).contains("path: deep/a/compose.yaml\n"));
    let (_, status) = scan(folder.path(), &ONLY);
    assert_eq!(status, 0);
}

#[test]
fn the_list_shows_age_and_what_ends_next() {
    let entry = |subject: &str, until: &str| {
        let entry = ENTRY
            .replace("waivers:\n", "")
            .replace("container/web", subject);
        entry.replace("2026-03-01", until)
    };
    let text = format!(
        "waivers:\n{}{}{}",
        entry("container/web", "2026-04-01"),
        entry("container/worker", "2026-02-10"),
        entry("container/gone", "2026-03-11"),
    );
    let folder = folder(&[("compose.yaml", COMPOSE), (".hulan/waivers.yaml", &text)]);
    let (out, err, status) = run(folder.path(), &["waivers"]);
    assert_eq!((err.as_str(), status), ("", 0));
    let row = |subject: &str| {
        let row = out.lines().find(|line| line.contains(subject));
        let row = row.unwrap_or_else(|| panic!("{subject}: {out}"));
        row.trim_matches('|')
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let reason = "runs on the test machine only";
    assert_eq!(
        row("/worker"),
        format!("2026-02-10 -19 CTR101 container/worker platform 28 1 over {reason}")
    );
    assert_eq!(
        row("/gone"),
        format!("2026-03-11 10 CTR101 container/gone platform 28 0 unused {reason}")
    );
    assert_eq!(
        row("/web"),
        format!("2026-04-01 31 CTR101 container/web platform 28 1 in use {reason}")
    );
    let at = |subject: &str| out.find(subject).expect("it is there");
    assert!(
        at("/worker") < at("/gone") && at("/gone") < at("/web"),
        "by the last day"
    );
    assert!(
        out.contains(".hulan/waivers.yaml: 3 waivers, 1 over, 1 unused.\n"),
        "{out}"
    );
    let next = "Next to end: CTR101 container/gone of platform, on 2026-03-11, in 10 days.\n";
    assert!(out.contains(next), "{out}");
    let (zh, _, _) = run(folder.path(), &["waivers", ".", "--lang", "zh"]);
    assert!(
        zh.contains("共 3 条豁免，已过期 1 条，未使用 1 条。"),
        "{zh}"
    );
    let (none, _, status) = run(tempfile::tempdir().expect("made").path(), &["waivers"]);
    assert_eq!((none.as_str(), status), ("There are no waivers.\n", 0));
}
