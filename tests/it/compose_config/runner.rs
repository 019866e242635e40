//! Runs cases through both tools and tells where they part.

use std::collections::BTreeMap;
use std::fmt::Write;

use rayon::prelude::*;
use serde_json::Value;

use super::case::Case;
use super::differ::differences;
use super::oracle::{Answer, Oracle, hulan};
use crate::support::project;

/// How many differences of a case are shown when many cases run.
const SHOWN: usize = 6;

/// What both tools made of a case.
pub(super) enum Verdict {
    Equal,
    RefusedAlike,
    /// Both load it, to different projects.
    Different(String),
    /// One of them refuses it.
    RefusedDifferently(String),
    /// The case says what Docker Compose does not do.
    WrongCase(String),
}

impl Verdict {
    /// What is wrong, if something is.
    pub(super) fn wrong(&self) -> Option<&str> {
        match self {
            Self::Equal | Self::RefusedAlike => None,
            Self::Different(text) | Self::RefusedDifferently(text) | Self::WrongCase(text) => {
                Some(text)
            }
        }
    }
}

/// Cases that are known to differ, and why.
pub(super) fn known_differences() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(project().join("tests/compose/differences.yaml"));
    serde_yaml::from_str(&text.expect("it is read")).expect("a reason for each case")
}

/// Fails where a case is not as Docker Compose has it, and where a known difference is gone.
pub(super) fn check(test: &str, cases: &[Case]) {
    let Some(oracle) = Oracle::find(test) else {
        return;
    };
    let only = std::env::var("HULAN_ONLY").unwrap_or_default();
    let cases: Vec<&Case> = cases
        .iter()
        .filter(|case| case.name.contains(&only))
        .collect();
    let verdicts: Vec<(&Case, Verdict)> = cases
        .par_iter()
        .map(|case| (*case, compare(&oracle, case)))
        .collect();
    eprintln!("{test}: {}", counts(&verdicts));
    let known = known_differences();
    let mut report = String::new();
    for (case, verdict) in &verdicts {
        match (verdict.wrong(), known.contains_key(&case.name)) {
            (Some(_), true) | (None, false) => {}
            (None, true) => {
                let line = "agrees now: take it out of tests/compose/differences.yaml";
                writeln!(report, "{} {line}", case.name).expect("a text grows");
            }
            (Some(wrong), false) => {
                writeln!(report, "{}: {wrong}", case.name).expect("a text grows");
                if !only.is_empty() {
                    report.push_str(&case.shown());
                }
            }
        }
    }
    assert!(report.is_empty(), "\n{report}{}", counts(&verdicts));
}

fn counts(verdicts: &[(&Case, Verdict)]) -> String {
    let count = |wanted: fn(&Verdict) -> bool| {
        let all = verdicts.iter();
        all.filter(|(_, verdict)| wanted(verdict)).count()
    };
    format!(
        "{} equal, {} different, {} refused alike, {} refused differently, {} wrong cases",
        count(|one| matches!(one, Verdict::Equal)),
        count(|one| matches!(one, Verdict::Different(_))),
        count(|one| matches!(one, Verdict::RefusedAlike)),
        count(|one| matches!(one, Verdict::RefusedDifferently(_))),
        count(|one| matches!(one, Verdict::WrongCase(_))),
    )
}

/// Runs a case through both tools.
pub(super) fn compare(oracle: &Oracle, case: &Case) -> Verdict {
    let theirs = oracle.answer(case);
    let Some(status) = theirs.status else {
        return Verdict::WrongCase("Docker Compose does not come to an end".into());
    };
    let refused = status != 0;
    if case.refused.is_some_and(|said| said != refused) {
        let wrong = format!("Docker Compose: {}", said(&theirs));
        return Verdict::WrongCase(wrong);
    }
    let oracle_only = std::env::var("HULAN_ORACLE_ONLY").is_ok_and(|value| value == "1");
    let ours = if oracle_only {
        if refused {
            // A case may be refused for another reason than its writer meant.
            eprintln!("{}: {}", case.name, said(&theirs));
        }
        theirs.clone()
    } else {
        hulan(case)
    };
    judge(&theirs, &ours)
}

/// A refusal of ours is a status and a reason; a panic is none.
fn judge(theirs: &Answer, ours: &Answer) -> Verdict {
    let reason = !ours.stderr.trim().is_empty() && ours.status != Some(101);
    match (theirs.status, ours.status) {
        (Some(0), Some(0)) => same(&theirs.stdout, &ours.stdout),
        (Some(0), _) => {
            let wrong = format!("hulan alone refuses: {}", said(ours));
            Verdict::RefusedDifferently(wrong)
        }
        (_, Some(0)) => {
            let wrong = format!("Docker Compose alone refuses: {}", said(theirs));
            Verdict::RefusedDifferently(wrong)
        }
        (_, Some(_)) if reason => Verdict::RefusedAlike,
        _ => {
            let wrong = format!("hulan breaks: {}", said(ours));
            Verdict::RefusedDifferently(wrong)
        }
    }
}

fn same(theirs: &str, ours: &str) -> Verdict {
    let theirs: Value = serde_json::from_str(theirs).expect("Docker Compose prints JSON");
    let ours: Value = match serde_json::from_str(ours) {
        Ok(ours) => ours,
        Err(error) => return Verdict::Different(format!("hulan prints no JSON: {error}")),
    };
    if theirs == ours {
        return Verdict::Equal;
    }
    let found = differences(&theirs, &ours);
    let shown = if std::env::var_os("HULAN_ONLY").is_some() {
        found.len()
    } else {
        SHOWN
    };
    let mut text = format!("{} differences", found.len());
    for one in found.iter().take(shown) {
        write!(text, "\n{one}").expect("a text grows");
    }
    if found.len() > shown {
        text.push_str("\n  …");
    }
    Verdict::Different(text)
}

fn said(answer: &Answer) -> String {
    let text = answer.stderr.trim();
    match answer.status {
        Some(status) => format!("status {status}, {text}"),
        None => format!("stopped, {text}"),
    }
}

#[test]
fn verdicts_tell_refusals_from_breaks() {
    let answer = |status: i32, stdout: &str, stderr: &str| Answer {
        status: Some(status),
        stdout: stdout.into(),
        stderr: stderr.into(),
    };
    let loaded = answer(0, r#"{"a": 1}"#, "");
    let other = answer(0, r#"{"a": 1.0}"#, "");
    let refused = answer(2, "", "it is wrong");
    let silent = answer(2, "", "");
    let broken = answer(101, "", "panicked");
    assert!(matches!(judge(&loaded, &loaded), Verdict::Equal));
    assert!(matches!(judge(&loaded, &other), Verdict::Different(_)));
    assert!(matches!(judge(&refused, &refused), Verdict::RefusedAlike));
    for (theirs, ours) in [
        (&loaded, &refused),
        (&refused, &loaded),
        (&refused, &silent),
        (&refused, &broken),
    ] {
        let verdict = judge(theirs, ours);
        assert!(matches!(verdict, Verdict::RefusedDifferently(_)));
    }
}
