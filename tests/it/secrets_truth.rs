//! Each secret that vendors ship in their files is found, once for each line to change; without a
//! product's entries most of its lines still are; and of random values none is called known, a placeholder
//! or weak. The files are not part of the repository: HULAN_CORPUS says where they are.

mod deployments;
mod extract;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use hulan::meaning::Knowledge;
use serde::Deserialize;

use crate::support::{corpus, files_below, project};
use deployments::{Found, Line, deployments};
use extract::candidates;

/// Whether lines that only a search of files can reach are asked for.
const FILES_ARE_SEARCHED: bool = true;

/// Whether secrets among the words of commands and health checks are.
const COMMANDS_ARE_READ: bool = true;

/// `tests/expect/secret-truth.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    /// Names that look like a secret's, and what they hold.
    others: BTreeMap<Other, BTreeSet<String>>,
    /// Files that cannot be read, and why.
    unread: BTreeMap<String, String>,
    /// The lines, by file.
    lines: BTreeMap<String, Vec<Row>>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Other {
    /// Keys of services that others run.
    Client,
    /// Names of accounts, and what is public.
    Account,
    /// Numbers, switches, paths.
    Setting,
}

/// A line with a secret that the deployment itself accepts.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    line: usize,
    variable: String,
    shape: String,
    by: Option<By>,
}

/// What else than the environment of a container brings a secret to bear.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum By {
    /// The words of a command or health check.
    Command,
    /// A file that a container gets, or none yet.
    File,
    /// Nothing: no container gets it.
    Unused,
}

impl Row {
    /// Whether it is to be found by now.
    fn is_due(&self) -> bool {
        match self.by {
            None => true,
            Some(By::Command) => COMMANDS_ARE_READ,
            Some(By::File) => FILES_ARE_SEARCHED,
            Some(By::Unused) => false,
        }
    }
}

fn truth() -> Truth {
    let path = project().join("tests/expect/secret-truth.yaml");
    let text = fs::read_to_string(path).expect("the table is there");
    serde_yaml::from_str(&text).expect("the table is in order")
}

/// The vendors' files, by their paths in the corpus.
fn vendor_files(corpus: &Path) -> BTreeMap<String, String> {
    let is_data = |path: &Path| path.file_name().is_some_and(|name| name != "PROVENANCE.md");
    let mut files = BTreeMap::new();
    for vendor in ["dify", "fastgpt"] {
        for path in files_below(&corpus.join(vendor), &is_data) {
            let text = fs::read_to_string(&path).expect("UTF-8");
            let path = path.strip_prefix(corpus).expect("below");
            files.insert(path.to_str().expect("UTF-8").to_owned(), text);
        }
    }
    files
}

/// The findings of each deployment of a vendor; of all vendors where none is named.
fn found(corpus: &Path, vendor: &str, knowledge: impl Fn() -> Knowledge) -> Vec<Vec<Found>> {
    let all = deployments(corpus).into_iter();
    let own = all.filter(|own| own.files.iter().all(|(from, _)| from.starts_with(vendor)));
    own.map(|own| own.scan(corpus, knowledge(), &mut |_, text| text))
        .collect()
}

#[test]
fn the_table_has_each_line_that_looks_like_a_secret() {
    let Some(corpus) = corpus("secrets_truth::the_table_has_each_line_that_looks_like_a_secret")
    else {
        return;
    };
    let truth = truth();
    let others: BTreeSet<&String> = truth.others.values().flatten().collect();
    let mut seen = BTreeSet::new();
    let mut unknown = Vec::new();
    for (file, text) in &vendor_files(&corpus) {
        if truth.unread.contains_key(file) {
            continue;
        }
        let rows = truth.lines.get(file).map_or(&[][..], Vec::as_slice);
        for own in candidates(text) {
            let is_row = rows.iter().any(|row| {
                row.line == own.line && row.variable == own.name && row.shape == own.shape
            });
            if is_row {
                seen.insert((file.clone(), own.line, own.name, own.shape.to_owned()));
            } else if !others.contains(&own.name) {
                unknown.push(format!("{file}:{} {} {}", own.line, own.name, own.shape));
            }
        }
    }
    assert!(unknown.is_empty(), "not reviewed:\n{}", unknown.join("\n"));
    let listed = truth.lines.iter().flat_map(|(file, rows)| {
        let key = |row: &Row| {
            (
                file.clone(),
                row.line,
                row.variable.clone(),
                row.shape.clone(),
            )
        };
        rows.iter().map(key).collect::<Vec<_>>()
    });
    let listed: BTreeSet<_> = listed.collect();
    let gone: Vec<_> = listed.difference(&seen).collect();
    assert!(gone.is_empty(), "listed, and not there: {gone:?}");
}

#[test]
fn each_shipped_secret_is_found_once() {
    let Some(corpus) = corpus("secrets_truth::each_shipped_secret_is_found_once") else {
        return;
    };
    let truth = truth();
    let scanned = found(&corpus, "", Knowledge::default);
    let mut shapes: BTreeMap<(String, &str), (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (file, rows) in &truth.lines {
        for row in rows {
            let line: Line = (file.clone(), row.line);
            let counts = scanned
                .iter()
                .map(|found| found.iter().filter(|own| own.lines.contains(&line)).count());
            let counts: BTreeSet<usize> = counts.filter(|count| *count > 0).collect();
            let by = row.by.map_or("environment", |by| match by {
                By::Command => "command",
                By::File => "file",
                By::Unused => "nothing",
            });
            let (hit, all) = shapes.entry((row.shape.clone(), by)).or_default();
            *all += 1;
            *hit += usize::from(!counts.is_empty());
            let is_once = counts == BTreeSet::from([1]);
            if row.is_due() && !is_once {
                wrong.push(format!("{file}:{} {}: {counts:?}", row.line, row.variable));
            }
        }
    }
    eprintln!("lines found, by shape and by what brings them to bear:");
    for ((shape, by), (hit, all)) in &shapes {
        eprintln!("{shape:9} {by:12} {hit:4} of {all}");
    }
    assert!(wrong.is_empty(), "not found once:\n{}", wrong.join("\n"));
}

#[test]
fn most_is_found_of_a_product_that_nobody_has_listed() {
    let Some(corpus) = corpus("secrets_truth::most_is_found_of_a_product_that_nobody_has_listed")
    else {
        return;
    };
    let truth = truth();
    let products = products();
    // One vendor's products; and the whole list, so that no other vendor's entry helps.
    for (product, is_alone) in [
        ("dify", true),
        ("fastgpt", true),
        ("dify", false),
        ("fastgpt", false),
    ] {
        let gone = products
            .iter()
            .filter(|own| !is_alone || own.contains(product));
        let knowledge = || {
            let gone = gone.clone();
            gone.fold(Knowledge::default(), |knowledge, own| {
                knowledge.without(own)
            })
        };
        let scanned = found(&corpus, product, knowledge);
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut hit, mut all) = (0, 0);
        let mut missed: BTreeMap<&str, usize> = BTreeMap::new();
        let own = truth
            .lines
            .iter()
            .filter(|(file, _)| file.starts_with(product));
        for (file, row) in own.flat_map(|(file, rows)| rows.iter().map(move |row| (file, row))) {
            if !row.is_due() {
                continue;
            }
            let line: Line = (file.clone(), row.line);
            let rules = scanned.iter().flatten();
            let rules = rules.filter(|own| own.lines.contains(&line));
            let rule = rules
                .map(|own| own.rule)
                .max_by_key(|rule| (*rule != "SEC101", *rule));
            all += 1;
            if let Some(rule) = rule {
                hit += 1;
                *by_rule.entry(rule).or_default() += 1;
            } else {
                *missed.entry(&row.variable).or_default() += 1;
            }
        }
        let left = if is_alone {
            "with the others"
        } else {
            "with no list"
        };
        eprintln!("{product} {left}: {hit} of {all} lines, {by_rule:?}; missed {missed:?}");
        assert!(hit * 10 >= all * 7, "{product}: {hit} of {all}");
    }
}

/// The products of the list.
fn products() -> BTreeSet<String> {
    #[derive(Deserialize)]
    struct Entry {
        product: String,
    }
    #[derive(Deserialize)]
    struct Entries {
        entries: Vec<Entry>,
    }
    let path = project().join("policies/knowledge/default-secrets.yaml");
    let text = fs::read_to_string(path).expect("the list is there");
    let list: Entries = serde_yaml::from_str(&text).expect("the list is in order");
    list.entries
        .into_iter()
        .map(|entry| entry.product)
        .collect()
}

#[test]
fn random_secrets_are_neither_known_nor_weak() {
    let Some(corpus) = corpus("secrets_truth::random_secrets_are_neither_known_nor_weak") else {
        return;
    };
    let truth = truth();
    let settings: BTreeSet<&String> = [Other::Setting, Other::Account]
        .iter()
        .filter_map(|kind| truth.others.get(kind))
        .flatten()
        .collect();
    let mut numbers = 1_u64;
    let mut replaced = 0_usize;
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let all = deployments(&corpus);
    for own in &all {
        let mut change = |_: &str, mut text: String| {
            let found = candidates(&text).into_iter();
            let secrets = found.filter(|own| !settings.contains(&own.name));
            let mut ranges: Vec<_> = secrets.map(|own| own.range).collect();
            ranges.sort_by_key(|range| std::cmp::Reverse(range.start));
            ranges.dedup_by_key(|range| range.start);
            for range in ranges {
                text.replace_range(range, &random(&mut numbers));
                replaced += 1;
            }
            text
        };
        for found in own.scan(&corpus, Knowledge::default(), &mut change) {
            *left.entry(found.rule).or_default() += 1;
            if ["SEC103", "SEC104", "SEC108"].contains(&found.rule) {
                wrong.push(format!("{} {:?}", found.rule, found.lines));
            }
        }
    }
    eprintln!(
        "{} deployments, {replaced} values replaced, left: {left:?}",
        all.len()
    );
    assert!(replaced > 1000);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// 24 bytes that look random, in base64 for URLs (SplitMix64, the same in every run).
fn random(state: &mut u64) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut letter = || {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = *state;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let place = usize::try_from((number ^ (number >> 31)) % 64).expect("small");
        char::from(LETTERS[place])
    };
    (0..32).map(|_| letter()).collect()
}
