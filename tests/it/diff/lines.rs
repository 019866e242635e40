//! The lines that changed, held against those that Git names.

use std::fs;
use std::ops::RangeInclusive;

use hulan::input::{Changes, Hunk, Revision};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::Repository;

/// The lines of the new side, and those next to where lines were only taken out.
fn of_git(made: &Repository, path: &str) -> Vec<RangeInclusive<usize>> {
    let diff = made.git(&["diff", "-U0", "--ignore-cr-at-eol", "HEAD", "--", path]);
    let heads = diff.lines().filter(|line| line.starts_with("@@"));
    let lines = heads.map(|head| {
        let new = head.split(' ').nth(2).expect("the new side");
        let (start, count) = new[1..].split_once(',').unwrap_or((&new[1..], "1"));
        let start: usize = start.parse().expect("a number");
        match count.parse::<usize>().expect("a number") {
            0 => start.max(1)..=start + 1,
            count => start..=start + count - 1,
        }
    });
    lines.collect()
}

/// An edit: where, how many lines go, and what comes.
type Edit = (usize, usize, Vec<String>);

fn edited(lines: &[String], edits: &[Edit]) -> Vec<String> {
    let mut lines = lines.to_vec();
    for (at, gone, new) in edits {
        let start = at % (lines.len() + 1);
        let end = (start + gone).min(lines.len());
        lines.splice(start..end, new.iter().cloned());
    }
    lines
}

/// Lines that Git and others can only tell apart in one way.
fn own_lines() -> impl Strategy<Value = String> + Clone {
    ("[ ]{0,4}", "[a-z]{2,5}", any::<u64>())
        .prop_map(|(blank, key, number)| format!("{blank}{key}: {number}"))
}

/// Few different lines, so that there is more than one way to tell what changed.
fn same_lines() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        Just(String::new()),
        "  [a-c]: [12]",
        "    - [a-f]{1,3}",
        "# [a-z]{0,9}"
    ]
}

fn text(lines: &[String], end: &str) -> String {
    lines
        .iter()
        .fold(String::new(), |text, line| text + line + end)
}

/// Runs random edits of files of such lines; the test gets the repository, the file before, and what
/// hulan says.
fn with_edits(
    line: impl Strategy<Value = String> + Clone,
    test: impl Fn(&Repository, Changes) -> Result<(), TestCaseError>,
) {
    let Some(made) = Repository::with(&[("f.yaml", "a\n")]) else {
        return;
    };
    let lines = prop::collection::vec(line.clone(), 0..60);
    let edit = (0_usize..60, 0_usize..5, prop::collection::vec(line, 0..5));
    let edits = prop::collection::vec(edit, 0..6);
    let mut runner = TestRunner::new(Config {
        cases: 48,
        failure_persistence: None,
        ..Config::default()
    });
    let path = made.path().join("f.yaml");
    let tested = runner.run(
        &(lines, edits, any::<bool>()),
        |(before, edits, is_windows)| {
            fs::write(&path, text(&before, "\n")).expect("written");
            made.git(&["add", "-A"]);
            made.git(&["commit", "-q", "--allow-empty", "-m", "one"]);
            let end = if is_windows { "\r\n" } else { "\n" };
            fs::write(&path, text(&edited(&before, &edits), end)).expect("written");
            let revision = Revision::open(made.path(), "HEAD").expect("it is there");
            let changes = revision
                .changes(&path)
                .expect("readable")
                .expect("a file of it");
            prop_assert!(!changes.is_new);
            test(&made, changes)
        },
    );
    if let Err(error) = tested {
        panic!("{error}");
    }
}

#[test]
fn changed_lines_are_those_of_git() {
    with_edits(own_lines(), |made, changes| {
        let own: Vec<_> = changes.hunks.into_iter().map(|hunk| hunk.lines).collect();
        prop_assert_eq!(own, of_git(made, "f.yaml"));
        Ok(())
    });
}

/// Where lines repeat, there are many ways to tell what changed, and ours need not be a shortest one:
/// but no line that is new is left out, what was removed stood there, and nobody needs less.
#[test]
fn repeated_lines_hide_no_change() {
    with_edits(same_lines(), |made, changes| {
        let before = made.git(&["show", "HEAD:f.yaml"]);
        let before: Vec<&str> = before.lines().collect();
        let now = fs::read_to_string(made.path().join("f.yaml")).expect("readable");
        for (number, line) in (1..).zip(now.lines()) {
            let is_told = changes.touch(&(number..=number));
            prop_assert!(is_told || before.contains(&line), "{number}: {line}");
        }
        let removed = |hunk: &Hunk| hunk.removed.clone();
        let removed: Vec<String> = changes.hunks.iter().flat_map(removed).collect();
        let mut left = before.clone();
        for line in &removed {
            let at = left.iter().position(|own| own == line);
            prop_assert!(at.is_some(), "{line}");
            at.map(|at| left.swap_remove(at));
        }
        let stat = made.git(&[
            "diff",
            "--minimal",
            "--numstat",
            "--ignore-cr-at-eol",
            "HEAD",
        ]);
        let mut words = stat.split_whitespace().skip(1);
        let fewest: usize = words
            .next()
            .map_or(0, |word| word.parse().expect("a number"));
        prop_assert!(removed.len() >= fewest);
        Ok(())
    });
}
