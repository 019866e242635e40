//! Edits that can be named to the letter: what to write in place of what stands at a finding. A policy
//! says so, and only where the file has there exactly what the policy expects; a finding of many places
//! is edited at each of them or not at all.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use super::Report;
use crate::model::Span;
use crate::rules::{RULES, Rewrite, Rule};
use crate::verdict::Finding;

/// Of more places than these a list of edits helps nobody.
const MOST_PLACES: usize = 64;

/// Longest piece of a file that is rewritten, in bytes.
const LONGEST: usize = 2 * 1024;

/// An edit.
pub(super) struct Edit {
    /// What goes, in an outermost file.
    pub(super) span: Span,
    /// What stands there now.
    pub(super) from: String,
    /// What is written in its place.
    pub(super) to: String,
}

/// The expressions of each rule that names edits, made when they are first needed.
static EXPRESSIONS: LazyLock<HashMap<&str, OnceLock<Vec<Expression>>>> = LazyLock::new(|| {
    let named = RULES.iter().filter(|rule| !rule.edits.is_empty());
    named.map(|rule| (rule.id, OnceLock::new())).collect()
});

struct Expression {
    from: Regex,
    to: &'static str,
}

fn expressions(rule: &'static Rule) -> &'static [Expression] {
    let made = |own: &'static Rewrite| {
        let whole = format!("^(?:{})$", own.from);
        // A test makes each of them.
        let from = Regex::new(&whole).ok()?;
        Some(Expression { from, to: own.to })
    };
    EXPRESSIONS.get(rule.id).map_or(&[], |own| {
        own.get_or_init(|| rule.edits.iter().filter_map(made).collect())
    })
}

/// The edits after which a finding is gone; none where not all of them can be named.
pub(super) fn edits(report: &Report<'_>, finding: &Finding) -> Vec<Edit> {
    let expressions = expressions(finding.rule);
    if expressions.is_empty() {
        return Vec::new();
    }
    let active = finding.occurrences.iter().filter(|one| one.is_active());
    let mut spans: Vec<Span> = active.map(|one| one.span).collect();
    spans.sort();
    spans.dedup();
    if spans.len() > MOST_PLACES {
        return Vec::new();
    }
    let edits = spans
        .into_iter()
        .map(|span| edit(report, expressions, span));
    let edits: Option<Vec<Edit>> = edits.collect();
    let mut edits = edits.unwrap_or_default();
    edits.sort_by_key(|own| own.span);
    edits.dedup_by_key(|own| own.span);
    let mut pairs = edits.iter().zip(edits.iter().skip(1));
    // Two edits of one place would undo each other.
    if pairs.any(|(a, b)| a.span.text == b.span.text && a.span.range().end > b.span.range().start) {
        return Vec::new();
    }
    edits
}

fn edit(report: &Report<'_>, expressions: &[Expression], span: Span) -> Option<Edit> {
    let texts = report.texts;
    let outer = texts.resolve(span);
    // What holds a secret is no edit that can be shown.
    let from = texts.verbatim(outer)?;
    if from.is_empty() || from.len() > LONGEST || report.redactor.clean(&from) != from {
        return None;
    }
    let to = expressions.iter().find_map(|own| {
        let found = own.from.captures(&from)?;
        let mut to = String::new();
        found.expand(own.to, &mut to);
        Some(to)
    })?;
    // In a string of another language its own signs would have to be escaped.
    let is_nested = outer.text != span.text;
    if to == from || (is_nested && to.contains(['"', '\'', '\\', '\n'])) {
        return None;
    }
    Some(Edit {
        span: outer,
        from,
        to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_expression_can_be_made() {
        let mut some = false;
        for rule in RULES {
            assert_eq!(expressions(rule).len(), rule.edits.len(), "{}", rule.id);
            some |= !rule.edits.is_empty();
        }
        assert!(some);
    }
}
