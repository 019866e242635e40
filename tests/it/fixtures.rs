//! The deployments in `fixtures`: the bad one is seen through, the hardened one is clean, and the
//! broken one is read as far as it goes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::{Value, json};
use walkdir::WalkDir;

use crate::support::{copy_of_fixture, json as scan, project};

/// One finding, as a table names it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// `PATH:LINE` of the place to change.
    pub(crate) at: String,
    pub(crate) rule: String,
    pub(crate) severity: String,
    /// The names of the subjects.
    pub(crate) subjects: BTreeSet<String>,
}

/// The day of the scans: release lines end.
pub(crate) const TODAY: &str = "2026-11-23T00:00:00Z";

/// A folder of `fixtures`.
fn fixture(name: &str) -> PathBuf {
    project().join("fixtures").join(name)
}

/// The findings of a report, sorted.
pub(crate) fn lines(report: &Value) -> Vec<Line> {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let mut lines: Vec<Line> = list(&report["findings"])
        .iter()
        .map(|finding| Line {
            at: at(&finding["location"]),
            rule: text(&finding["rule"]),
            severity: text(&finding["severity"]),
            subjects: list(&finding["occurrences"])
                .iter()
                .map(|occurrence| text(&occurrence["subject"]["name"]))
                .collect(),
        })
        .collect();
    lines.sort();
    lines
}

fn at(location: &Value) -> String {
    let path = location["path"].as_str().expect("a path");
    format!("{path}:{}", location["line"])
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// `tests/expect/fixtures-bad.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    counts: BTreeMap<String, usize>,
    findings: Vec<ExpectedFinding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFinding {
    rule: String,
    at: String,
    severity: String,
    services: BTreeSet<String>,
}

#[test]
fn bad_has_what_its_table_lists() {
    let table = project().join("tests/expect/fixtures-bad.yaml");
    let table = fs::read_to_string(table).expect("the table is there");
    let expected: Expected = serde_yaml::from_str(&table).expect("the table is in order");
    let copy = copy_of_fixture("bad");
    let (report, _) = scan(&copy.path().join("fixtures/bad"), &["--now", TODAY]);
    let lines = lines(&report);
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
    same("fixtures/bad", &lines, &listed);
    let mut counts = BTreeMap::new();
    for line in lines {
        *counts.entry(line.rule).or_default() += 1;
    }
    assert_eq!(counts, expected.counts);
}

#[test]
fn bad_is_read_in_full() {
    let (report, status) = scan(&fixture("bad"), &[]);
    assert_eq!(status, 1);
    assert_eq!(
        report["outcome"],
        json!({"exit": 1, "findings": true, "incomplete": false, "empty": false})
    );
    assert_eq!(report["coverage"]["unread"], json!([]));
    assert_eq!(report["coverage"]["files"], 7);
}

#[test]
fn bad_keeps_its_line_ends_and_its_mark() {
    let env = fs::read_to_string(fixture("bad/dify/.env")).expect("UTF-8");
    assert_eq!(env.matches('\n').count(), env.matches("\r\n").count());
    assert!(env.contains("\r\n"));
    let compose = fs::read(fixture("bad/ollama/compose.yaml")).expect("a file");
    assert!(compose.starts_with(b"\xEF\xBB\xBF"));
}

#[test]
fn hardened_is_clean_once_prepared() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&fixture("hardened"), folder.path());
    let prepared = Command::new("bash")
        .arg(fixture("hardened/prepare"))
        .arg(folder.path())
        .status()
        .expect("bash runs");
    assert!(prepared.success());
    // Digests are those of the images that a machine has: no fixture can name them. Nor can it own
    // files of secrets as the accounts in the containers would have to, nor the fork that reads the
    // settings of the directory.
    for profile in ["baseline", "strict", "plan"] {
        let arguments = [
            "--profile",
            profile,
            "--ignore",
            "IMG102,IMG403,SEC205,LDAP113",
            "--now",
            TODAY,
        ];
        let arguments = [&arguments[..], &["--fail-on", "info"]].concat();
        let (report, status) = scan(folder.path(), &arguments);
        same("fixtures/hardened", &lines(&report), &[]);
        assert_eq!(status, 0);
    }
    let (report, _) = scan(folder.path(), &["--now", TODAY]);
    assert_eq!(report["coverage"]["files"], 11);

    let secrets = fs::read_to_string(folder.path().join("dify/.env")).expect("written");
    let values: Vec<&str> = secrets
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.1))
        .collect();
    assert_eq!(values.len(), 6);
    let distinct: BTreeSet<&&str> = values.iter().collect();
    assert_eq!(distinct.len(), values.len());
    assert!(values.iter().all(|value| value.len() == 48));
    let said = report.to_string();
    assert!(!values.iter().any(|value| said.contains(value)));
}

#[test]
fn hardened_is_incomplete_until_prepared() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&fixture("hardened"), folder.path());
    let (report, status) = scan(folder.path(), &["--now", TODAY]);
    assert_eq!(status, 2);
    let lines = lines(&report);
    assert!(!lines.is_empty());
    let other: Vec<&Line> = lines.iter().filter(|line| line.rule != "HUL108").collect();
    assert!(other.is_empty(), "{other:#?}");
}

#[test]
fn hardened_tracks_no_secret() {
    let ignored = fs::read_to_string(fixture("hardened/.gitignore")).expect("a file");
    assert!(ignored.lines().any(|line| line == ".env"));
}

#[test]
fn broken_is_read_as_far_as_it_goes() {
    let folder = fixture("broken");
    let table = fs::read_to_string(folder.join("README.md")).expect("the table is there");
    let rows: Vec<Row> = table.lines().filter_map(row).collect();
    let folders: BTreeSet<String> = fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let named: BTreeSet<String> = rows.iter().map(|row| row.folder.clone()).collect();
    assert_eq!(folders, named);

    let (report, status) = scan(&folder, &["--select", "HUL,CTR101"]);
    assert_eq!(status, 1);
    assert_eq!(report["outcome"]["incomplete"], true);
    let mut found: Vec<(String, String)> = Vec::new();
    for finding in list(&report["findings"]) {
        let rule = finding["rule"].as_str().expect("a rule");
        for occurrence in finding["occurrences"].as_array().expect("a list") {
            let place = &occurrence["location"];
            let path = place["path"].as_str().expect("a path");
            found.push((format!("{path}:{}", place["line"]), rule.to_owned()));
        }
    }
    let mut expected: Vec<(String, String)> = Vec::new();
    for row in rows {
        // Where Git cannot write links, these files are not what the table says.
        let path = folder.join(&row.folder).join("compose.yaml");
        if row.folder.contains("link") && !path.is_symlink() {
            found.retain(|(at, _)| !at.starts_with(&format!("{}/", row.folder)));
            continue;
        }
        if let Some((rule, at)) = row.finding {
            expected.push((format!("{}/{at}", row.folder), rule));
        }
        if let Some(at) = row.still_found {
            expected.push((format!("{}/{at}", row.folder), "CTR101".to_owned()));
        }
    }
    found.sort();
    expected.sort();
    same("fixtures/broken", &found, &expected);
    let unread = report["coverage"]["unread"].as_array().expect("a list");
    let problems = found
        .iter()
        .filter(|(_, rule)| rule.starts_with("HUL"))
        .count();
    assert_eq!(unread.len(), problems);
}

/// A line of the table in `fixtures/broken/README.md`.
struct Row {
    folder: String,
    /// The rule and the place.
    finding: Option<(String, String)>,
    still_found: Option<String>,
}

fn row(line: &str) -> Option<Row> {
    let cells: Vec<&str> = line
        .strip_prefix("| `")?
        .strip_suffix('|')?
        .split('|')
        .map(|cell| cell.trim().trim_matches('`'))
        .collect();
    let cells: [&str; 5] = cells.try_into().expect("five cells");
    let [folder, _, rule, at, still_found] = cells;
    let filled = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    Some(Row {
        folder: folder.to_owned(),
        finding: filled(rule).zip(filled(at)),
        still_found: filled(still_found),
    })
}

/// Says what is missing and what is too much, one a line.
pub(crate) fn same<T: std::fmt::Debug + PartialEq>(what: &str, found: &[T], expected: &[T]) {
    let lacking: Vec<&T> = expected
        .iter()
        .filter(|line| !found.contains(line))
        .collect();
    let surplus: Vec<&T> = found
        .iter()
        .filter(|line| !expected.contains(line))
        .collect();
    assert!(
        lacking.is_empty() && surplus.is_empty() && found.len() == expected.len(),
        "{what}\nnot found: {lacking:#?}\nnot expected: {surplus:#?}\n{} found, {} expected",
        found.len(),
        expected.len()
    );
}

/// Copies a tree of files without what `prepare` writes.
fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from) {
        let entry = entry.expect("an entry");
        let target = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else if entry.file_name() != ".env" {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

#[test]
fn every_finding_of_the_fixtures_has_a_subject() {
    for name in ["bad", "broken"] {
        let (report, _) = scan(&fixture(name), &[]);
        for finding in list(&report["findings"]) {
            let subject = finding["subject"]["name"].as_str().unwrap_or_default();
            assert!(!subject.is_empty(), "{finding}");
            assert_ne!(finding["occurrences"], Value::Array(Vec::new()));
        }
    }
}
