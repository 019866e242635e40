//! What to do first: the most danger for the least work.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::severity_key;
use super::told::{One, Part};
use super::words::{clean, say};
use crate::model::{Lang, Severity};

/// So many places are named.
const FIRST: usize = 5;

/// Of one rule at most so many, as long as there are others.
const OF_ONE_RULE: usize = 2;

/// The five places to change first, with their sentences; empty where nothing is to be done.
pub(super) fn first(lang: Lang, part: &Part) -> String {
    let chosen = chosen(part);
    if chosen.is_empty() {
        return String::new();
    }
    let title = if chosen.len() == FIRST {
        "text.first-five"
    } else {
        "text.first"
    };
    let mut out = say(lang, title, &[]);
    for (index, one) in chosen.iter().enumerate() {
        let finding = one.finding;
        let _ = write!(
            out,
            "\n  {}. {}:{}  {}[{}] {}",
            index + 1,
            clean(&finding.location.path),
            finding.location.line,
            say(lang, severity_key(finding.severity), &[]),
            &*finding.rule,
            &*finding.message,
        );
    }
    out.push('\n');
    out
}

fn chosen(part: &Part) -> Vec<One<'_>> {
    // What hulan says of its own reading, or of suppressions, endangers nobody by itself.
    let is_real = |one: &One<'_>| one.finding.is_active() && !one.finding.rule.starts_with("HUL");
    let mut ranked: Vec<One<'_>> = part.all().filter(is_real).collect();
    // Stable: of equals the first in the files stays first.
    ranked.sort_by_key(|one| {
        let finding = one.finding;
        let effort = one.rule().map(|rule| Reverse(rule.effort));
        // What somebody else decides is bad whatever the program is for; the rest depends on that.
        let danger = (finding.severity, finding.confidence, finding.steered);
        Reverse((danger, effort, finding.occurrences.len()))
    });
    let worst = ranked.first().map(|one| one.finding.severity);
    let mut chosen: Vec<One<'_>> = Vec::new();
    let (mut same_rule, mut milder) = (Vec::new(), Vec::new());
    for one in ranked {
        let same = |other: &&One<'_>| other.finding.rule == one.finding.rule;
        if worst.is_some_and(|worst| steps(worst, one.finding.severity) > 1) {
            milder.push(one);
        } else if chosen.iter().filter(same).count() < OF_ONE_RULE {
            chosen.push(one);
        } else {
            same_rule.push(one);
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
