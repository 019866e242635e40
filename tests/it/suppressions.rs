//! Comments that ask not to report something: `# hulan: ignore[CTR114] until=2027-01-31 reason`.

mod programs;
mod reports;
mod scripts;

use serde_json::Value;

use crate::support::{json, write};

/// The rules of the findings of a status, with the line of each, sorted.
fn of<'a>(report: &'a Value, status: &str) -> Vec<(&'a str, u64)> {
    let findings = report["findings"].as_array().expect("a list");
    let mut found: Vec<(&str, u64)> = findings
        .iter()
        .filter(|one| one["status"] == status)
        .map(|one| {
            let line = one["location"]["line"].as_u64().expect("a number");
            (one["rule"].as_str().expect("an id"), line)
        })
        .collect();
    found.sort_unstable();
    found
}

fn scan_files(files: &[(&str, &str)], arguments: &[&str]) -> (Value, i32) {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(p, t)| (*p, t.as_bytes())).collect();
    write(folder.path(), &files);
    json(folder.path(), arguments)
}

fn scan(compose: &str, arguments: &[&str]) -> (Value, i32) {
    scan_files(&[("compose.yaml", compose)], arguments)
}

/// A service with nothing wrong in it, and `lines` more.
fn service(lines: &str) -> String {
    format!(
        "services:\n  web:\n    image: example/web:1\n    read_only: true\n    cap_drop: [ALL]\n{lines}    security_opt: [\"no-new-privileges\"]\n    mem_limit: 1g\n    pids_limit: 100\n    restart: always\n    logging: {{driver: local}}\n"
    )
}

#[test]
fn on_the_line_and_on_the_line_above() {
    let (report, status) = scan(&service("    privileged: true\n"), &[]);
    assert_eq!(of(&report, "active"), [("CTR101", 6)]);
    assert_eq!(status, 1);
    for lines in [
        "    privileged: true # hulan: ignore[CTR101] 硬件需要\n",
        "    # hulan: ignore[CTR101] 硬件需要\n    privileged: true\n",
        "    # hulan: ignore[ctr101] 硬件需要\n\n    # for the device\n    privileged: true\n",
        "    # hulan: ignore[CTR101] 硬件需要\n    # hulan: ignore[CTR101] twice\n    privileged: true\n",
    ] {
        for text in [service(lines), service(lines).replace('\n', "\r\n")] {
            let (report, status) = scan(&text, &[]);
            assert!(of(&report, "active").is_empty(), "{text}: {report:#}");
            assert_eq!(of(&report, "suppressed").len(), 1, "{text}");
            assert_eq!(status, 0, "{text}");
            assert_eq!(report["summary"]["suppressed"], 1);
            let found = &report["findings"][0]["occurrences"][0];
            assert_eq!(found["status"], "suppressed");
            assert_eq!(found["suppression"]["reason"], "硬件需要");
            assert_eq!(found["suppression"]["until"], Value::Null);
        }
    }
    // Neither the line below nor the one after next.
    for lines in [
        "    privileged: true\n    # hulan: ignore[CTR101] why\n",
        "    # hulan: ignore[CTR101] why\n    tty: true\n    privileged: true\n",
    ] {
        let (report, status) = scan(&service(lines), &[]);
        let rules: Vec<&str> = of(&report, "active").iter().map(|(id, _)| *id).collect();
        assert_eq!(rules, ["CTR101", "HUL123"], "{lines}");
        assert_eq!(status, 1);
    }
}

#[test]
fn several_rules_and_all_that_a_service_lacks() {
    let text = "services:\n  # hulan: ignore[CTR114, CTR106] until=2027-01-31 the vendor's image\n  web:\n    image: example/web:1\n  other:\n    image: example/web:1\n";
    let (report, _) = scan(
        text,
        &[
            "--now",
            "2027-01-31T23:59:59Z",
            "--select",
            "CTR106,CTR114,HUL",
        ],
    );
    // One finding for both services: it stays, without the first of them.
    assert_eq!(of(&report, "active"), [("CTR106", 5), ("CTR114", 5)]);
    for finding in report["findings"].as_array().expect("a list") {
        assert!(
            !finding["message"].as_str().expect("words").contains("web"),
            "{finding:#}"
        );
        assert_eq!(finding["subject"]["name"], "other");
        assert_eq!(finding["related"], Value::Array(Vec::new()));
        let occurrences = finding["occurrences"].as_array().expect("a list");
        let of = |name: &str| {
            let one = occurrences
                .iter()
                .find(|one| one["subject"]["name"] == name);
            one.expect("an occurrence")
        };
        assert_eq!(of("other")["status"], "active");
        assert_eq!(of("other")["suppression"], Value::Null);
        assert_eq!(of("web")["status"], "suppressed");
        let suppression = &of("web")["suppression"];
        assert_eq!(suppression["until"], "2027-01-31");
        assert_eq!(suppression["reason"], "the vendor's image");
        let place = &suppression["location"];
        assert_eq!(place["path"], "compose.yaml");
        assert_eq!((&place["line"], &place["column"]), (&2.into(), &5.into()));
    }
    assert_eq!(report["summary"]["suppressed"], 0);
}

const SHARED: &str = "x-pw: &pw difyai123456
services:
  api:
    image: langgenius/dify-api:1.0.0
    environment:
      DB_PASSWORD: *pw
  worker:
    image: langgenius/dify-api:1.0.0
    environment:
      DB_PASSWORD: *pw
";

#[test]
fn an_anchor_is_suppressed_for_one_service_or_at_its_source() {
    let one = SHARED.replacen("*pw\n", "*pw # hulan: ignore[SEC103] for the test\n", 1);
    let (report, _) = scan(&one, &["--select", "SEC,HUL"]);
    assert_eq!(of(&report, "active"), [("SEC103", 1)], "{report:#}");
    let occurrences = &report["findings"][0]["occurrences"];
    let statuses: Vec<(&Value, &Value)> = occurrences
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (&one["subject"]["name"], &one["status"]))
        .collect();
    assert_eq!(
        statuses,
        [
            (&"api".into(), &"suppressed".into()),
            (&"worker".into(), &"active".into())
        ]
    );
    let source = SHARED.replacen("456\n", "456 # hulan: ignore[SEC103] for the test\n", 1);
    let (report, status) = scan(&source, &["--select", "SEC,HUL"]);
    assert!(of(&report, "active").is_empty(), "{report:#}");
    assert_eq!(of(&report, "suppressed"), [("SEC103", 1)]);
    assert_eq!(status, 0);
}

#[test]
fn lines_of_env_files_and_values_of_several_lines() {
    let compose = service("    environment:\n      DB_PASSWORD: ${DB_PASSWORD}\n");
    for env in [
        "A=1\n# hulan: ignore[SEC103] for the test\nDB_PASSWORD=difyai123456\n",
        "A=1\nDB_PASSWORD=difyai123456 # hulan: ignore[SEC103] for the test\n",
        "A=1\nDB_PASSWORD='difyai123456' # hulan: ignore[SEC103] for the test\n",
    ] {
        let files = [("compose.yaml", compose.as_str()), (".env", env)];
        let (report, status) = scan_files(&files, &[]);
        assert!(of(&report, "active").is_empty(), "{env}: {report:#}");
        assert_eq!(of(&report, "suppressed").len(), 1, "{env}");
        assert_eq!(status, 0);
    }
    for value in [
        "      # hulan: ignore[SEC101] made up\n      APP_SECRET: |\n        made-up-0123-xyz\n        second\n",
        "      APP_SECRET: | # hulan: ignore[SEC101] made up\n        made-up-0123-xyz\n",
        "      # hulan: ignore[SEC101] made up\n      APP_SECRET: \"made-up-0123-xyz\n        second\"\n",
        "      APP_SECRET: \"made-up-0123-xyz\n        second\" # hulan: ignore[SEC101] made up\n",
        "      # hulan: ignore[SEC101] made up\n      URL: >-\n        see\n        postgres://me:made-up-0123-xyz@db/a\n",
    ] {
        let (report, _) = scan(&service(&format!("    environment:\n{value}")), &[]);
        assert!(of(&report, "active").is_empty(), "{value}: {report:#}");
        assert_eq!(of(&report, "suppressed").len(), 1, "{value}");
    }
}

#[test]
fn a_file_of_two_projects_is_read_once() {
    let one = service("    env_file: ../app.env\n");
    let env = "# hulan: ignore[SEC103,CTR101] for the test\nDB_PASSWORD=difyai123456\n";
    let files = [
        ("a/compose.yaml", one.as_str()),
        ("b/compose.yaml", one.as_str()),
        ("app.env", env),
    ];
    let (report, _) = scan_files(&files, &[]);
    assert_eq!(of(&report, "active"), [("HUL123", 1)], "{report:#}");
    assert_eq!(of(&report, "suppressed"), [("SEC103", 2)]);
    let occurrences = &report["findings"][1]["occurrences"];
    assert_eq!(occurrences.as_array().map(Vec::len), Some(2));
}

#[test]
fn the_last_day_is_a_day_of_the_clock() {
    let text = service("    privileged: true # hulan: ignore[CTR101] until=2027-01-31 why\n");
    let (report, status) = scan(&text, &["--now", "2027-01-31T12:00:00Z"]);
    assert_eq!(of(&report, "suppressed"), [("CTR101", 6)]);
    assert_eq!(status, 0);
    let (report, status) = scan(&text, &["--now", "2027-02-01T00:00:00Z"]);
    assert_eq!(of(&report, "active"), [("CTR101", 6), ("HUL122", 6)]);
    assert_eq!(status, 1);
    // What is wrong with a suppression alone is a finding like others, and no gap.
    let arguments = ["--now", "2027-02-01T00:00:00Z", "--select", "HUL"];
    let (report, status) = scan(&text, &arguments);
    assert_eq!(of(&report, "active"), [("HUL122", 6)]);
    assert_eq!(status, 0);
    assert_eq!(report["outcome"]["incomplete"], false);
    assert_eq!(report["coverage"]["unread"], Value::Array(Vec::new()));
    assert_eq!(report["summary"]["low"], 1);
}

#[test]
fn what_is_wrong_with_a_suppression_is_said_and_nothing_is_suppressed() {
    for remark in [
        "ignore[CTR101]",
        "ignore[CTR101] until=2999-01-31",
        "ignore[CTR101] until=soon why",
        "ignore[CTR101 why",
        "ignore CTR101 why",
        "ignore[CTR101,CTR999] why",
        "ignore[PrivilegedContainer] why",
        "ignore[CTR101,HUL104] why",
        "ignore[CTR101,HUL123] why",
        "skip[CTR101] why",
    ] {
        let text = service(&format!("    # hulan: {remark}\n    privileged: true\n"));
        let (report, status) = scan(&text, &[]);
        assert_eq!(
            of(&report, "active"),
            [("CTR101", 7), ("HUL121", 6)],
            "{remark}"
        );
        assert_eq!(status, 1);
    }
}

#[test]
fn what_was_not_read_cannot_be_suppressed() {
    let text = service("    env_file: no.env # hulan: ignore[HUL109] comes later\n");
    let (report, status) = scan(&text, &[]);
    assert_eq!(of(&report, "active"), [("HUL109", 6), ("HUL121", 6)]);
    assert_eq!(status, 2);
}

#[test]
fn a_suppression_of_nothing_is_said_unless_its_rule_was_not_asked() {
    let text = service("    # hulan: ignore[CTR101,SEC101] why\n    tty: true\n");
    let (report, status) = scan(&text, &[]);
    assert_eq!(of(&report, "active"), [("HUL123", 6), ("HUL123", 6)]);
    assert_eq!(status, 0);
    let (report, _) = scan(&text, &["--select", "SEC,HUL"]);
    assert_eq!(of(&report, "active"), [("HUL123", 6)]);
    let (report, _) = scan(&text, &["--ignore", "HUL"]);
    assert!(of(&report, "active").is_empty());
    // Of a broken file nobody knows what it would have been about.
    let (report, _) = scan(&format!("{text}    tty: [\n"), &[]);
    let rules: Vec<&str> = of(&report, "active").iter().map(|(id, _)| *id).collect();
    assert!(!rules.contains(&"HUL123"), "{rules:?}");
}

#[test]
fn a_text_that_looks_like_a_comment_is_none() {
    let text = service(
        "    privileged: true\n    command: |\n      # hulan: ignore[CTR101] why\n      nginx\n    labels:\n      a: \"x # hulan: ignore[CTR101] why\"\n      b: x#hulan:ignore[CTR101] why\n",
    );
    let (report, _) = scan(&text, &[]);
    assert_eq!(of(&report, "active"), [("CTR101", 6)]);
}

#[test]
fn the_gate_looks_at_what_is_left() {
    let both = service(
        "    privileged: true # hulan: ignore[CTR101] why\n    ports: [\"5432:5432\"]\n    cap_add: [SYS_ADMIN]\n",
    );
    assert_eq!(scan(&both, &[]).1, 1);
    // A suppressed occurrence does not lend its severity to the others.
    let shared = "x-pw: &pw difyai123456
services:
  db:
    image: postgres:16
    ports: [\"15432:5432\"]
    environment:
      POSTGRES_PASSWORD: *pw # hulan: ignore[SEC103] for the test
  api:
    image: langgenius/dify-api:1.0.0
    environment:
      DB_PASSWORD: *pw
";
    let (plain, _) = scan(
        &shared.replace(" # hulan: ignore[SEC103] for the test", ""),
        &["--select", "SEC103"],
    );
    let (report, _) = scan(shared, &["--select", "SEC103"]);
    assert_eq!(plain["findings"][0]["severity"], "critical");
    assert_eq!(report["findings"][0]["severity"], "high");
    assert_eq!(
        report["findings"][0]["fingerprint"],
        plain["findings"][0]["fingerprint"]
    );
}
