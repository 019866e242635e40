//! What is other than in an earlier report, for people.

use std::fmt::Write as _;

use super::text::severity_key;
use super::words::{clean, say};
use crate::meaning::Redactor;
use crate::model::Lang;
use crate::verdict::{Difference, Seen};

/// One line that nothing is; or the counts, and a line each. `path` is the earlier report, as the
/// user names it.
pub fn difference(own: &Difference, path: &str, redactor: &Redactor, lang: Lang) -> String {
    let path = clean(path);
    if own.is_empty() {
        return say(lang, "difference.none", &[("path", &path)]) + "\n";
    }
    let counts = [&own.new.len(), &own.gone.len(), &own.changed.len()].map(ToString::to_string);
    let [new, gone, changed] = &counts;
    let args = [
        ("path", path.as_str()),
        ("new", new),
        ("gone", gone),
        ("changed", changed),
    ];
    let mut text = say(lang, "difference.some", &args) + "\n";
    let mut line = |what: &'static str, severity: &str, seen: &Seen| {
        let what = say(lang, what, &[]);
        let subject = clean(&redactor.clean(&seen.subject));
        let place = clean(&redactor.clean(&seen.path));
        let (rule, number) = (clean(&seen.rule), seen.line);
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "  {what}  {severity}  {rule}  {subject}  {place}:{number}"
        );
    };
    let of = |seen: &Seen| say(lang, severity_key(seen.severity), &[]);
    for seen in &own.new {
        line("difference.new", &of(seen), seen);
    }
    for seen in &own.gone {
        line("difference.gone", &of(seen), seen);
    }
    for (before, now) in &own.changed {
        let mut change = of(now);
        if before.severity != now.severity {
            change = format!("{} -> {change}", of(before));
        }
        if before.status != now.status {
            let _ = write!(
                change,
                ", {} -> {}",
                status(lang, &before.status),
                status(lang, &now.status)
            );
        }
        line("difference.changed", &change, now);
    }
    for seen in &own.unjudged {
        line("difference.unjudged", &of(seen), seen);
    }
    if !own.unjudged.is_empty() {
        let count = own.unjudged.len().to_string();
        text.push_str(&say(lang, "difference.not-judged", &[("count", &count)]));
        text.push('\n');
    }
    text
}

fn status(lang: Lang, status: &str) -> String {
    let key = match status {
        "active" => "difference.active",
        "suppressed" => "difference.suppressed",
        "waived" => "difference.waived",
        "inactive-profile" => "difference.inactive",
        _ => return clean(status),
    };
    say(lang, key, &[])
}
