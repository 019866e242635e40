//! Releases of Dify as their vendor hands them out: what is wrong there is found, each thing once, and
//! nothing else. The files are not part of the repository: HULAN_CORPUS says where they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;

use crate::fixtures::{Line, TODAY, lines, list, same};
use crate::support::{corpus, json, project};

/// `tests/expect/dify-1.16.1.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    counts: Counts,
    silent: Vec<Silent>,
    findings: Vec<ExpectedFinding>,
}

type Counts = BTreeMap<String, usize>;

/// A rule that has nothing to say of a service.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Silent {
    service: String,
    rule: String,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFinding {
    rule: String,
    at: String,
    severity: String,
    services: BTreeSet<String>,
    why: String,
}

/// A release as its vendor tells users to set it up: the compose file beside a copy of the example.
fn release(corpus: &Path, version: &str) -> TempDir {
    let from = corpus.join("dify").join(version);
    let folder = tempfile::tempdir().expect("a folder");
    let copy = |name: &str, to: &str| fs::copy(from.join(name), folder.path().join(to));
    copy("docker-compose.yaml", "docker-compose.yaml").expect("the release is there");
    if from.join(".env.example").exists() {
        copy(".env.example", ".env").expect("copied");
        private(&folder.path().join(".env"));
    }
    folder
}

/// Takes a file's rights from all but its owner: how the corpus lies on a machine says nothing.
#[cfg(unix)]
fn private(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).expect("set");
}

#[cfg(not(unix))]
fn private(_: &Path) {}

/// The report of a release, without what services of inactive profiles would add.
fn scan(folder: &TempDir, profile: &str) -> Value {
    let arguments = ["--isolated", "--profile", profile, "--now", TODAY];
    let (mut report, _) = json(folder.path(), &arguments);
    let findings = report["findings"].as_array_mut().expect("a list");
    findings.retain(|finding| finding["status"] == "active");
    report
}

fn counts(report: &Value) -> Counts {
    let mut counts = Counts::new();
    for line in lines(report) {
        *counts.entry(line.rule).or_default() += 1;
    }
    counts
}

fn table<T: for<'de> Deserialize<'de>>(name: &str) -> T {
    let table = fs::read_to_string(project().join("tests/expect").join(name));
    serde_yaml::from_str(&table.expect("the table is there")).expect("the table is in order")
}

#[test]
fn a_release_has_what_its_table_lists() {
    let Some(corpus) = corpus("dify::a_release_has_what_its_table_lists") else {
        return;
    };
    let expected: Expected = table("dify-1.16.1.yaml");
    let folder = release(&corpus, "1.16.1");
    let report = scan(&folder, "strict");
    let found = lines(&report);
    for own in &expected.silent {
        assert!(!own.why.is_empty());
        let said = |line: &&Line| line.rule == own.rule && line.subjects.contains(&own.service);
        assert_eq!(found.iter().find(said), None, "{}", own.why);
    }
    assert!(
        expected
            .findings
            .iter()
            .all(|finding| !finding.why.is_empty())
    );
    let mut listed: Vec<Line> = expected
        .findings
        .into_iter()
        .map(|finding| Line {
            at: finding.at,
            rule: finding.rule,
            severity: finding.severity,
            subjects: finding.services,
        })
        .collect();
    listed.sort();
    same("Dify 1.16.1", &found, &listed);
    assert_eq!(counts(&report), expected.counts);
}

#[test]
fn few_findings_and_each_line_to_change_is_named() {
    let Some(corpus) = corpus("dify::few_findings_and_each_line_to_change_is_named") else {
        return;
    };
    let folder = release(&corpus, "1.16.1");
    assert!(lines(&scan(&folder, "strict")).len() <= 61);
    let report = scan(&folder, "baseline");
    // Twenty, and what is wrong with the secrets of the sandboxes: SEC109 and SEC201.
    assert!(lines(&report).len() <= 22);
    let mut named = BTreeSet::new();
    let findings = list(&report["findings"]);
    for finding in findings.iter().filter(|one| one["rule"] == "SEC103") {
        let related = list(&finding["related"]).iter();
        for place in related.chain([&finding["location"]]) {
            if place["path"] == ".env" {
                named.insert(place["line"].as_u64().expect("a number"));
            }
        }
    }
    let lines = [80, 105, 124, 173, 182, 193, 201, 225, 234, 259, 281];
    assert_eq!(named, BTreeSet::from(lines));
}

#[test]
fn older_releases_have_as_many_findings_of_each_rule() {
    let Some(corpus) = corpus("dify::older_releases_have_as_many_findings_of_each_rule") else {
        return;
    };
    let expected: BTreeMap<String, BTreeMap<String, Counts>> = table("dify-older.yaml");
    for (version, profiles) in expected {
        let folder = release(&corpus, &version);
        for (profile, expected) in profiles {
            let counts = counts(&scan(&folder, &profile));
            assert_eq!(counts, expected, "{version} {profile}");
        }
    }
}
