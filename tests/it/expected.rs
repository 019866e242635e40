//! Deployments as their vendors publish them: what is found in them is what the tables in
//! `tests/expect` list, after every finding was read and checked by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::support::{corpus, files_below, json as scan, project};

/// The day of the scans: release lines end.
const TODAY: &str = "2026-11-23T00:00:00Z";

/// A table of `tests/expect` that names its input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// A path below the corpus.
    input: String,
    profile: String,
    /// Every finding, one by one.
    #[serde(default)]
    findings: Vec<Listed>,
    /// How many findings each rule has in other versions, by their paths below the corpus.
    #[serde(default)]
    counts: BTreeMap<String, BTreeMap<String, usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    rule: String,
    /// The line to change.
    line: u64,
    severity: String,
    /// All of those that it is about: a finding with more or fewer is another finding.
    services: BTreeSet<String>,
    /// Why it is true, in one line.
    why: String,
}

/// A finding, as a table names it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    number: u64,
    rule: String,
    severity: String,
    services: BTreeSet<String>,
}

#[test]
fn vendor_files_have_what_their_tables_list() {
    let Some(corpus) = corpus("vendor_files_have_what_their_tables_list") else {
        return;
    };
    let mut tables = 0;
    let mut wrong = Vec::new();
    for path in files_below(&project().join("tests/expect"), &|_| true) {
        let text = fs::read_to_string(&path).expect("readable");
        // The table of the fixtures names no input.
        if !text.lines().any(|line| line.starts_with("input:")) {
            continue;
        }
        let shown = path.file_name().expect("a name").to_string_lossy();
        let table: Table =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{shown}: {error}"));
        tables += 1;
        let report = report(&corpus, &table.input, &table.profile);
        wrong.extend(differences(&shown, &report, &table.findings));
        for (input, expected) in &table.counts {
            let counts = counts(&self::report(&corpus, input, &table.profile));
            if counts != *expected {
                wrong.push(format!(
                    "{shown}: {input}: {counts:?}, expected {expected:?}"
                ));
            }
        }
    }
    assert!(tables > 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The report about one file alone, or about one folder.
fn report(corpus: &Path, input: &str, profile: &str) -> Value {
    let path = corpus.join(input);
    assert!(path.exists(), "the corpus has no {input}");
    let (report, status) = scan(
        &path,
        &[
            "--isolated",
            "--profile",
            profile,
            "--now",
            TODAY,
            "--exit-zero",
        ],
    );
    assert!(matches!(status, 0 | 2), "{input}: {status}");
    report
}

/// What a report and a list do not have in common, a line each.
fn differences(table: &str, report: &Value, listed: &[Listed]) -> Vec<String> {
    let mut expected: Vec<Line> = Vec::new();
    let mut wrong = Vec::new();
    for own in listed {
        if own.why.trim().is_empty() {
            wrong.push(format!("{table}: {} at {} says no why", own.rule, own.line));
        }
        expected.push(Line {
            number: own.line,
            rule: own.rule.clone(),
            severity: own.severity.clone(),
            services: own.services.clone(),
        });
    }
    for line in findings(report).iter().map(line) {
        match expected.iter().position(|own| *own == line) {
            Some(index) => drop(expected.swap_remove(index)),
            None => wrong.push(format!("{table}: not listed: {line:?}")),
        }
    }
    let missing = expected.iter();
    wrong.extend(missing.map(|line| format!("{table}: not found: {line:?}")));
    wrong
}

fn counts(report: &Value) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings(report) {
        *counts.entry(line(finding).rule).or_default() += 1;
    }
    counts
}

fn findings(report: &Value) -> &[Value] {
    report["findings"].as_array().expect("a list")
}

fn line(finding: &Value) -> Line {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let occurrences = finding["occurrences"].as_array().expect("a list");
    Line {
        number: finding["location"]["line"].as_u64().expect("a line"),
        rule: text(&finding["rule"]),
        severity: text(&finding["severity"]),
        services: occurrences
            .iter()
            .map(|occurrence| text(&occurrence["subject"]["name"]))
            .collect(),
    }
}
