//! Logging commands of Azure Pipelines: errors and warnings of the build, with their places.

use std::fmt::Write as _;

use super::told::{One, Told, sums};
use super::words::say;
use crate::model::Severity;

/// Every finding as an issue of the build, worst first: the agent shows the first of them on the page
/// of the build and all in the log. Below them, as plain lines, what it comes to.
pub fn azure(told: &Told) -> String {
    let mut out = String::new();
    for one in told.active() {
        let _ = writeln!(out, "{}", issue(told, one));
    }
    for line in sums(told) {
        let _ = writeln!(out, "{line}");
    }
    out
}

fn issue(told: &Told, one: One<'_>) -> String {
    let lang = told.lang;
    let place = &one.finding.location;
    // There are errors and warnings, and nothing below.
    let kind = if one.finding.severity >= Severity::High {
        "error"
    } else {
        "warning"
    };
    let mut message = one.sentence(lang);
    if let Some(rule) = one.rule() {
        let fix = say(lang, "text.fix", &[("text", rule.fix.get(lang))]);
        message.push('\n');
        message.push_str(&fix);
    }
    format!(
        "##vso[task.logissue type={kind};sourcepath={};linenumber={};columnnumber={};code={};]{}",
        property(&one.shown_path()),
        place.line,
        place.column,
        property(&one.finding.rule),
        data(&message)
    )
}

/// What stands behind the bracket.
fn data(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' => escaped.push_str("%AZP25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A value in the brackets.
fn property(text: &str) -> String {
    data(text).replace(']', "%5D").replace(';', "%3B")
}
