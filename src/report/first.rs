//! What to do first: the most danger for the least work.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::Report;
use super::text::severity_key;
use super::words::{clean, message, say};
use crate::model::Severity;
use crate::verdict::Finding;

/// So many places are named.
const FIRST: usize = 5;

/// Of one rule at most so many, as long as there are others.
const OF_ONE_RULE: usize = 2;

/// The five places to change first, with their sentences; empty where nothing is to be done.
pub(super) fn first(report: &Report<'_>) -> String {
    let chosen = chosen(report.findings);
    if chosen.is_empty() {
        return String::new();
    }
    let title = if chosen.len() == FIRST {
        "text.first-five"
    } else {
        "text.first"
    };
    let mut out = say(report.lang, title, &[]);
    for (index, finding) in chosen.iter().enumerate() {
        let place = report.texts.locate(finding.span);
        let (sentence, _) = message(report, finding);
        let severity = say(report.lang, severity_key(finding.severity), &[]);
        let _ = write!(
            out,
            "\n  {}. {}:{}  {severity}[{}] {sentence}",
            index + 1,
            clean(&place.path),
            place.start.line,
            finding.rule.id,
        );
    }
    out.push('\n');
    out
}

fn chosen(findings: &[Finding]) -> Vec<&Finding> {
    // What hulan says of its own reading, or of suppressions, endangers nobody by itself.
    let is_real = |finding: &&Finding| finding.is_active() && finding.rule.family() != "HUL";
    let real = findings.iter().filter(is_real);
    let mut ranked: Vec<&Finding> = real.collect();
    // Stable: of equals the first in the files stays first.
    ranked.sort_by_key(|finding| {
        let effort = finding.rule.effort;
        // What somebody else decides is bad whatever the program is for; the rest depends on that.
        let danger = (finding.severity, finding.confidence, finding.is_steered);
        Reverse((danger, Reverse(effort), finding.occurrences.len()))
    });
    let worst = ranked.first().map(|finding| finding.severity);
    let mut chosen: Vec<&Finding> = Vec::new();
    let (mut same_rule, mut milder) = (Vec::new(), Vec::new());
    for finding in ranked {
        let same = |other: &&&Finding| other.rule.id == finding.rule.id;
        if worst.is_some_and(|worst| steps(worst, finding.severity) > 1) {
            milder.push(finding);
        } else if chosen.iter().filter(same).count() < OF_ONE_RULE {
            chosen.push(finding);
        } else {
            same_rule.push(finding);
        }
    }
    chosen.truncate(FIRST);
    let missing = FIRST - chosen.len();
    chosen.extend(same_rule.into_iter().chain(milder).take(missing));
    chosen
}

/// How many steps milder `other` is than `worst`.
fn steps(worst: Severity, other: Severity) -> usize {
    let at = |severity| Severity::ALL.iter().position(|one| *one == severity);
    at(other)
        .zip(at(worst))
        .map_or(0, |(other, worst)| other.saturating_sub(worst))
}
