//! Workflow commands of GitHub Actions: annotations at the lines of a pull request, without an upload.

use std::fmt::Write as _;

use super::told::{One, Told, sums};
use super::words::say;
use crate::model::Severity;

/// So many annotations of each kind are shown of a step.
const MOST: usize = 10;

/// The worst findings as annotations, at most as many as GitHub shows, and then, as plain lines of the
/// log, how many are left and what it comes to.
pub fn github(told: &Told) -> String {
    let mut out = String::new();
    let mut written = [0; 3];
    let mut left = 0;
    for one in told.active() {
        let (kind, word) = kind(one.finding.severity);
        match written.get_mut(kind) {
            Some(count) if *count < MOST => {
                *count += 1;
                let _ = writeln!(out, "{}", annotation(told, word, one));
            }
            _ => left += 1,
        }
    }
    if left > 0 {
        let count = left.to_string();
        let _ = writeln!(
            out,
            "{}",
            say(told.lang, "github.more", &[("count", &count)])
        );
    }
    for line in sums(told) {
        let _ = writeln!(out, "{line}");
    }
    out
}

fn kind(severity: Severity) -> (usize, &'static str) {
    match severity {
        Severity::Critical | Severity::High => (0, "error"),
        Severity::Medium => (1, "warning"),
        Severity::Low | Severity::Info => (2, "notice"),
    }
}

fn annotation(told: &Told, word: &str, one: One<'_>) -> String {
    let lang = told.lang;
    let place = &one.finding.location;
    let mut text = format!(
        "::{word} file={},line={},endLine={}",
        property(&one.shown_path()),
        place.line,
        place.end_line
    );
    // Columns of different lines are refused.
    if place.line == place.end_line {
        let _ = write!(text, ",col={},endColumn={}", place.column, place.end_column);
    }
    let title = format!("{} {}", &*one.finding.rule, one.title(lang));
    let mut message = one.sentence(lang);
    if let Some(rule) = one.rule() {
        let fix = say(lang, "text.fix", &[("text", rule.fix.get(lang))]);
        message.push('\n');
        message.push_str(&fix);
    }
    let _ = write!(text, ",title={}::{}", property(&title), data(&message));
    text
}

/// What stands behind the second `::`.
fn data(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A value between the `::`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
