//! What the reports come to, in a few lines.

use super::Told;
use crate::model::Severity;
use crate::report::overview;
use crate::report::words::say;

/// How many findings there are to act on, worst severity first, without those about the scan itself.
fn counts(told: &Told) -> [(Severity, usize); 5] {
    let active = told.active();
    Severity::ALL.map(|severity| {
        let own = active
            .iter()
            .filter(|one| one.finding.severity == severity && !one.is_about_the_scan());
        (severity, own.count())
    })
}

/// How many findings there are, and what keeps this from being the whole truth.
pub(in crate::report) fn sums(told: &Told) -> Vec<String> {
    let lang = told.lang;
    let counts = counts(told);
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    let mut of_all = told.parts.iter().map(|part| &part.saved);
    let is_incomplete = of_all.clone().any(|one| one.outcome.incomplete);
    let is_empty = of_all.clone().any(|one| one.outcome.empty);
    let mut lines = Vec::new();
    if total > 0 {
        let counts = overview::counts(lang, &counts);
        let args = [("total", &*total.to_string()), ("counts", &counts)];
        lines.push(say(lang, "text.summary", &args));
    } else if !is_empty && !is_incomplete {
        lines.push(say(lang, "text.clean", &[]));
    }
    let hidden = |summary: &super::saved::Summary| summary.suppressed + summary.inactive;
    let hidden: usize = of_all.by_ref().map(|one| hidden(&one.summary)).sum();
    if hidden > 0 {
        let count = hidden.to_string();
        lines.push(say(lang, "told.hidden", &[("count", &count)]));
    }
    for saved in told.parts.iter().map(|part| &part.saved) {
        if let Some(diff) = &saved.diff {
            let count = saved.summary.unchanged.to_string();
            let args = [("count", &*count), ("revision", &*diff.against)];
            lines.push(say(lang, "told.unchanged", &args));
        }
    }
    lines.extend(origins(told));
    if is_incomplete {
        lines.push(say(lang, "text.incomplete", &[]));
    }
    if is_empty {
        lines.push(say(lang, "text.empty", &[]));
    }
    lines
}

/// What could have changed the findings from outside: a configuration in the scanned tree, a folder of
/// knowledge.
pub(in crate::report) fn origins(told: &Told) -> Vec<String> {
    let mut lines = Vec::new();
    for saved in told.parts.iter().map(|part| &part.saved) {
        if let Some(config) = saved.config.as_ref().filter(|config| config.from_tree) {
            let args = [("path", &*config.path)];
            lines.push(say(told.lang, "text.config-from-tree", &args));
        }
        if let Some(path) = &saved.knowledge.overlay {
            let args = [("date", &*saved.knowledge.date), ("path", path)];
            lines.push(say(told.lang, "text.knowledge-overlay", &args));
        }
    }
    lines
}
