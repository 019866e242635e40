//! The diagnostic format of reviewdog, which comments on changes in many code-review tools.

use serde_json::{Map, Value, json};

use super::json::ascii;
use super::told::{Location, One, Told};
use super::words::{clean, say};
use crate::model::Severity;

/// So many other places of a finding are named.
const MOST_PLACES: usize = 4;

/// The findings to act on.
pub fn rdjson(told: &Told) -> String {
    let active = told.active();
    let diagnostics: Vec<Value> = active.iter().map(|one| diagnostic(told, *one)).collect();
    let mut document = Map::new();
    let source = json!({"name": env!("CARGO_PKG_NAME"), "url": env!("CARGO_PKG_HOMEPAGE")});
    document.insert("source".to_owned(), source);
    if let Some(worst) = active.first() {
        let worst = severity(worst.finding.severity);
        document.insert("severity".to_owned(), worst.into());
    }
    document.insert("diagnostics".to_owned(), diagnostics.into());
    ascii(&document)
}

fn diagnostic(told: &Told, one: One<'_>) -> Value {
    let finding = one.finding;
    let mut code = Map::new();
    code.insert("value".to_owned(), (*finding.rule).into());
    let page = one.rule().and_then(|rule| rule.references.first());
    if let Some(page) = page {
        code.insert("url".to_owned(), (*page).into());
    }
    json!({
        "message": message(told, one),
        "location": location(one, &finding.location),
        "severity": severity(finding.severity),
        "code": code,
    })
}

/// The sentence, the other places and what to do. Older versions of reviewdog refuse a report with
/// fields that they do not know, and related places are such a field.
fn message(told: &Told, one: One<'_>) -> String {
    let lang = told.lang;
    let mut lines = vec![one.sentence(lang)];
    for other in one.finding.related.iter().take(MOST_PLACES) {
        let place = format!(
            "{}:{}",
            clean(&one.path(&other.location)),
            other.location.line
        );
        let args = [("place", &*place), ("subjects", &other.message)];
        lines.push(say(lang, "text.also", &args));
    }
    let left = one.finding.related.len().saturating_sub(MOST_PLACES);
    if left > 0 {
        let count = left.to_string();
        lines.push(say(lang, "text.more-places", &[("count", &count)]));
    }
    if let Some(rule) = one.rule() {
        lines.push(say(lang, "text.fix", &[("text", rule.fix.get(lang))]));
    }
    lines.join("\n")
}

/// Lines alone: the format counts columns in bytes, which the report does not say. Without columns the
/// end is the last line.
fn location(one: One<'_>, place: &Location) -> Value {
    json!({
        "path": one.path(place),
        "range": {"start": {"line": place.line}, "end": {"line": place.end_line}},
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "ERROR",
        Severity::Medium => "WARNING",
        Severity::Low | Severity::Info => "INFO",
    }
}
