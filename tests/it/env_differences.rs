//! Env files whose lines do not mean what was written: each judged once, by who reads it, and
//! nothing of a value shown.

use hulan::model::{Decoded, Encoding, Severity, Texts};
use hulan::rules::{Answers, Tally, Usage, UsedEnvFile, find};
use hulan::syntax::dotenv::{Format, parse};

use crate::support::{FORMATS, hulan, json, write};

const ENV: &str = "\
DB_PASSWORD=made$canaryone
APP_PASSWORD=\"up\"canarytwo
CACHE_URL=redis://u:made$canarythree@cache/0
ROOT_PASSWORD= # canaryfour here
API_TOKEN=`canaryfive`
ADMIN_PASSWORD=canarysix
ADMIN_PASSWORD=other-canarysix
JWT_SECRET=made#canaryseven
";

const COMPOSE: &str = "\
services:
  db:
    image: postgres:16
    env_file: ../shared.env
";

/// Rule, severity, line and whether a template is to blame, of each finding about env files.
fn found(report: &serde_json::Value) -> Vec<(String, String, u64, bool)> {
    let findings = report["findings"].as_array().expect("a list");
    let all = findings.iter().map(|finding| {
        (
            finding["rule"].as_str().expect("an id").to_owned(),
            finding["severity"].as_str().expect("a word").to_owned(),
            finding["location"]["line"].as_u64().expect("a number"),
            finding["fromTemplate"].as_bool().expect("known"),
        )
    });
    let mut all: Vec<_> = all.filter(|one| one.0.starts_with("SEC4")).collect();
    all.sort_by_key(|one| one.2);
    all
}

fn expected(severity: Option<&str>) -> Vec<(String, String, u64, bool)> {
    [
        ("SEC401", "high", 1),
        ("SEC403", "medium", 2),
        ("SEC401", "high", 3),
        ("SEC402", "high", 4),
        ("SEC403", "medium", 5),
        ("SEC404", "low", 6),
        ("SEC405", "low", 8),
    ]
    .into_iter()
    .map(|(rule, own, line)| {
        let level = severity.unwrap_or(own).to_owned();
        (rule.to_owned(), level, line, severity.is_some())
    })
    .collect()
}

#[test]
fn a_file_of_two_projects_is_judged_once() {
    let folder = tempfile::tempdir().expect("made");
    write(
        folder.path(),
        &[
            ("shared.env", ENV.as_bytes()),
            ("one/compose.yaml", COMPOSE.as_bytes()),
            ("two/compose.yaml", COMPOSE.as_bytes()),
        ],
    );
    let (report, _) = json(folder.path(), &["--profile", "strict"]);
    assert_eq!(found(&report), expected(None));
    for finding in report["findings"].as_array().expect("a list") {
        let is_own = finding["rule"] == "SEC402";
        let occurrences = finding["occurrences"].as_array().expect("a list");
        assert!(!is_own || occurrences.len() == 1, "{finding}");
        // The comment that became a password is said once, with the rule that it stands for.
        assert!(!is_own || finding["aliases"].to_string().contains("SEC104"));
        assert_ne!(finding["rule"], "SEC104", "{finding}");
    }
}

#[test]
fn a_template_is_worth_knowing_only() {
    let folder = tempfile::tempdir().expect("made");
    let compose = "services:\n  db:\n    image: postgres:16\n    env_file: .env\n";
    write(
        folder.path(),
        &[
            (".env.example", ENV.as_bytes()),
            ("compose.yaml", compose.as_bytes()),
        ],
    );
    let (report, _) = json(folder.path(), &["--profile", "strict"]);
    assert_eq!(found(&report), expected(Some("info")));
}

#[test]
fn nothing_of_a_value_is_shown() {
    let folder = tempfile::tempdir().expect("made");
    let compose = "services:\n  db:\n    image: postgres:16\n    env_file: .env\n";
    write(
        folder.path(),
        &[
            (".env", ENV.as_bytes()),
            ("compose.yaml", compose.as_bytes()),
        ],
    );
    for format in FORMATS {
        for lang in ["en", "zh"] {
            let output = hulan()
                .args([
                    "scan",
                    "--profile",
                    "strict",
                    "--output",
                    format,
                    "--lang",
                    lang,
                ])
                .arg(folder.path())
                .output()
                .expect("it runs");
            let shown = String::from_utf8_lossy(&output.stdout).into_owned();
            // Clauses are told without the ids of rules.
            let told = shown.contains("SEC401") || format.starts_with("compliance");
            assert!(told, "{shown}");
            assert!(!shown.contains("canary"), "{format}: {shown}");
        }
    }
}

#[test]
fn a_file_that_nobody_uses_is_judged_with_less_certainty() {
    let texts = Texts::default();
    let id = texts.add(
        "tools/.env",
        Decoded {
            content: ENV.to_owned(),
            encoding: Encoding::Utf8,
            bom: false,
        },
    );
    let file = parse(&texts.get(id), Format::Compose);
    let rules = ["SEC401", "SEC402", "SEC403", "SEC404"];
    let rules = rules.map(|id| (find(id).expect("a rule"), Tally::default()));
    let mut answers = Answers {
        occurrences: Vec::new(),
        tallies: rules.to_vec(),
    };
    let used = UsedEnvFile {
        file: &file,
        usage: Usage::of_unused("tools/.env"),
        projects: Vec::new(),
    };
    answers.about_env_files(&[used], ["canaryone"].into_iter(), &texts);
    let found: Vec<(&str, Severity, &str)> = answers
        .occurrences
        .iter()
        .map(|one| (one.rule.id, one.severity, one.role.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            // What another file sets cuts nothing.
            ("SEC401", Severity::Low, "CACHE_URL"),
            ("SEC402", Severity::Low, "ROOT_PASSWORD"),
            ("SEC403", Severity::Medium, "APP_PASSWORD"),
            ("SEC403", Severity::Low, "API_TOKEN"),
            ("SEC404", Severity::Low, "ADMIN_PASSWORD"),
        ]
    );
    assert!(answers.tallies.iter().all(|(_, tally)| tally.subjects == 1));
    for (path, usage) in [
        ("a/.env.example", Usage::Template),
        ("app.dist.env", Usage::Template),
        ("example/app.env", Usage::Unknown),
    ] {
        assert_eq!(Usage::of_unused(path), usage, "{path}");
    }
}
