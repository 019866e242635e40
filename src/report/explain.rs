//! A rule in full, as its policy has it.

use std::fmt::Write as _;

use super::text::severity_key;
use super::words::say;
use crate::model::{Exposure, Lang, Severity};
use crate::rules::{Levels, Rule, Sample};

/// Everything that the policy of a rule says, for `hulan explain`.
pub fn explanation(rule: &Rule, lang: Lang) -> String {
    let mut out = String::new();
    let head = |key| say(lang, key, &[]);
    let _ = writeln!(out, "{} {}: {}", rule.id, rule.name, rule.title.get(lang));
    let _ = writeln!(
        out,
        "{}: {}",
        head("explain.severity"),
        levels(rule.severity, lang)
    );
    let _ = writeln!(out, "\n{}", rule.why.get(lang));
    let _ = writeln!(out, "\n{}\n{}", head("explain.fix"), rule.fix.get(lang));
    let _ = writeln!(out, "\n{}\n  {}", head("explain.verify"), rule.verify);
    for (key, sample) in [("explain.bad", &rule.bad), ("explain.good", &rule.good)] {
        let _ = writeln!(out, "\n{}", say(lang, key, &[("path", sample.path)]));
        out.push_str(&indented(sample));
    }
    let cwe: Vec<String> = rule
        .cwe
        .iter()
        .map(|number| format!("CWE-{number}"))
        .collect();
    let names: Vec<&str> = cwe
        .iter()
        .map(String::as_str)
        .chain(rule.aliases.iter().copied())
        .collect();
    let _ = writeln!(out, "\n{}: {}", head("explain.also"), names.join(", "));
    for reference in rule.references {
        let _ = writeln!(out, "  {reference}");
    }
    out
}

fn indented(sample: &Sample) -> String {
    let mut text = String::new();
    for line in sample.content.lines() {
        let _ = writeln!(text, "  {}", super::words::clean(line));
    }
    text
}

fn levels(levels: Levels, lang: Lang) -> String {
    let mut text = severity_name(levels.default, lang);
    let exposures = [
        Exposure::Isolated,
        Exposure::Internal,
        Exposure::Loopback,
        Exposure::Public,
    ];
    for exposure in exposures {
        if let (severity, true) = levels.at(exposure) {
            let _ = write!(
                text,
                "; {} {}",
                severity_name(severity, lang),
                say(lang, super::text::exposure_key(exposure, true), &[])
            );
        }
    }
    text
}

/// The name of a severity.
fn severity_name(severity: Severity, lang: Lang) -> String {
    say(lang, severity_key(severity), &[])
}
