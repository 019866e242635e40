//! Edits that reports name: made by a reader that knows SARIF alone, each one ends its finding and
//! brings nothing new.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::support::{corpus, files_below, hulan, project, write};

/// The time of all scans.
const TIME: &str = "2026-11-23T00:00:00Z";

/// What is not said of a privileged container.
const HIDDEN: &[&str] = &["CTR106", "CTR107"];

#[derive(Deserialize)]
struct Policy {
    id: String,
    #[serde(default)]
    edits: Vec<Value>,
    examples: Examples,
}

#[derive(Deserialize)]
struct Examples {
    bad: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    #[serde(default)]
    files: BTreeMap<String, String>,
}

/// A result of a report.
struct Found {
    rule: String,
    level: String,
    message: String,
    edits: Vec<Edit>,
}

/// A part of a file, from a line and a UTF-16 column to another, and what takes its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Edit {
    path: String,
    start: (usize, usize),
    end: (usize, usize),
    text: String,
}

fn scan(folder: &Path) -> Vec<Found> {
    let output = hulan()
        .current_dir(folder)
        .args(["scan", ".", "--profile", "strict", "--now", TIME])
        .args(["--output", "sarif", "--exit-zero"])
        .output()
        .expect("it runs");
    let log: Value = serde_json::from_slice(&output.stdout).expect("SARIF");
    let results = log["runs"][0]["results"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = results.iter().map(|one| Found {
        rule: text(&one["ruleId"]),
        level: text(&one["level"]),
        message: text(&one["message"]["text"]),
        edits: edits(&one["fixes"]),
    });
    found.collect()
}

fn edits(fixes: &Value) -> Vec<Edit> {
    let Some(fix) = fixes.as_array().and_then(|all| all.first()) else {
        return Vec::new();
    };
    assert!(fix["description"]["text"].is_string());
    let mut edits = Vec::new();
    for change in fix["artifactChanges"].as_array().expect("a list") {
        let path = change["artifactLocation"]["uri"].as_str().expect("a path");
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        for one in change["replacements"].as_array().expect("a list") {
            let region = &one["deletedRegion"];
            let number = |name: &str| {
                let number = region[name].as_u64().expect("a number");
                usize::try_from(number).expect("small")
            };
            edits.push(Edit {
                path: path.clone().into_owned(),
                start: (number("startLine"), number("startColumn")),
                end: (number("endLine"), number("endColumn")),
                text: one["insertedContent"]["text"]
                    .as_str()
                    .expect("text")
                    .to_owned(),
            });
        }
    }
    edits
}

/// The byte of a place.
fn byte(content: &str, (line, column): (usize, usize)) -> usize {
    let before: usize = content
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let mut units = 1;
    for (at, character) in content[before..].char_indices() {
        if units >= column {
            return before + at;
        }
        units += character.len_utf16();
    }
    content.len()
}

/// Makes edits; the last place first, so that the others stay where they are.
fn make(folder: &Path, edits: &BTreeSet<Edit>) {
    for edit in edits.iter().rev() {
        let path = folder.join(&edit.path);
        let mut content = fs::read_to_string(&path).expect("UTF-8");
        let range = byte(&content, edit.start)..byte(&content, edit.end);
        content.replace_range(range, &edit.text);
        fs::write(&path, content).expect("written");
    }
}

/// How many results each rule has.
fn counts(all: &[Found]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(one.rule.as_str()).or_default() += 1;
    }
    counts
}

/// Makes all edits, and says how many results of each rule they end. What a stronger result hid may
/// show itself afterwards: `may_show` are its rules.
fn check(folder: &Path, may_show: &[&str]) -> BTreeMap<String, usize> {
    let before = scan(folder);
    let mut all: BTreeSet<Edit> = BTreeSet::new();
    let mut ended: BTreeMap<String, usize> = BTreeMap::new();
    for one in before.iter().filter(|one| !one.edits.is_empty()) {
        // Two rules may want the same, and of two that want different things the first has it.
        let clashes = |edit: &Edit| {
            let mut others = all.iter().filter(|other| other.path == edit.path);
            others.any(|other| other != edit && edit.start < other.end && other.start < edit.end)
        };
        if one.edits.iter().any(clashes) {
            continue;
        }
        all.extend(one.edits.iter().cloned());
        *ended.entry(one.rule.clone()).or_default() += 1;
    }
    if all.is_empty() {
        return ended;
    }
    make(folder, &all);
    let after = scan(folder);
    let (known, left) = (counts(&before), counts(&after));
    for (rule, count) in &ended {
        let expected = known[rule.as_str()] - count;
        let left = left.get(rule.as_str()).copied().unwrap_or_default();
        assert!(
            left <= expected,
            "{rule}: {left} in place of {expected}: {all:#?}"
        );
    }
    for one in after.iter().filter(|one| one.level != "note") {
        let rule = one.rule.as_str();
        let is_known = known.contains_key(rule) || may_show.contains(&rule);
        assert!(is_known, "{rule} is new: {}: {all:#?}", one.message);
    }
    ended
}

#[test]
fn each_edit_of_an_example_ends_its_finding() {
    let is_policy = |path: &Path| path.extension().is_some_and(|end| end == "yaml");
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut made: BTreeSet<String> = BTreeSet::new();
    for path in files_below(&project().join("policies/rules"), &is_policy) {
        let text = fs::read_to_string(&path).expect("readable");
        let policy: Policy = serde_yaml::from_str(&text).expect("a policy");
        if policy.edits.is_empty() {
            continue;
        }
        named.insert(policy.id.clone());
        for example in &policy.examples.bad {
            let folder = tempfile::tempdir().expect("made");
            let files = example.files.iter();
            let files: Vec<(&str, String)> = files
                .map(|(path, text)| (path.as_str(), text.replace(['«', '»'], "")))
                .collect();
            let files: Vec<(&str, &[u8])> = files
                .iter()
                .map(|(path, text)| (*path, text.as_bytes()))
                .collect();
            write(folder.path(), &files);
            made.extend(check(folder.path(), HIDDEN).into_keys());
        }
    }
    assert!(named.len() > 30);
    let left: Vec<&String> = named.difference(&made).collect();
    assert!(left.is_empty(), "no example of these is edited: {left:?}");
}

#[test]
fn all_edits_of_real_deployments_can_be_made_together() {
    let bad = project().join("fixtures/bad");
    let mut sources = vec![(bad, 5)];
    if let Some(corpus) = corpus("edits") {
        sources.extend([(corpus.join("dify"), 10), (corpus.join("fastgpt"), 5)]);
    }
    for (source, least) in sources {
        let folder = tempfile::tempdir().expect("made");
        for path in files_below(&source, &|_| true) {
            let inner = path.strip_prefix(&source).expect("below");
            let to = folder.path().join(inner);
            fs::create_dir_all(to.parent().expect("a folder")).expect("made");
            fs::copy(&path, &to).expect("copied");
        }
        let made: usize = check(folder.path(), HIDDEN).values().sum();
        eprintln!("{}: {made} findings ended by edits", source.display());
        assert!(made >= least, "{}: {made}", source.display());
    }
}
