//! The way of a value through a program, as numbered lines below a finding.

use std::fmt::Write as _;

use super::Report;
use super::words::{clean, say, step};
use crate::rules::FlowStep;
use crate::verdict::Finding;

/// Of a longer way the middle is left out.
const MOST_STEPS: usize = 8;

/// A longer line of code is shown from its start, in characters.
const LONGEST: usize = 100;

/// What happens on one line.
struct Stop {
    path: std::sync::Arc<str>,
    line: usize,
    column: usize,
    what: String,
    code: Option<String>,
}

/// The way of the value that a finding is about, each line after a line end; empty where it has
/// none.
pub(super) fn way(report: &Report<'_>, finding: &Finding) -> String {
    let end = report.texts.locate(finding.span);
    let stops = stops(report, &finding.flow);
    let mut shown = String::new();
    let left_out = stops.len().saturating_sub(MOST_STEPS);
    for (number, stop) in stops.iter().enumerate() {
        if left_out > 0 && (MOST_STEPS / 2..MOST_STEPS / 2 + left_out).contains(&number) {
            if number == MOST_STEPS / 2 {
                let count = left_out.to_string();
                let more = say(report.lang, "text.more-steps", &[("count", &count)]);
                let _ = write!(shown, "\n      {more}");
            }
            continue;
        }
        let is_here = stop.path == end.path;
        let sentence = if is_here {
            let line = stop.line.to_string();
            say(
                report.lang,
                "text.step",
                &[("line", &line), ("what", &stop.what)],
            )
        } else {
            let place = format!("{}:{}:{}", clean(&stop.path), stop.line, stop.column);
            let args = [("place", place.as_str()), ("what", &stop.what)];
            say(report.lang, "text.step-elsewhere", &args)
        };
        let _ = write!(shown, "\n   {}. {sentence}", number + 1);
        // The line of the finding itself stands above.
        let is_shown = is_here && (end.start.line..=end.end.line).contains(&stop.line);
        if let Some(code) = stop.code.as_ref().filter(|_| !is_shown) {
            let _ = write!(shown, "\n      {code}");
        }
    }
    shown
}

/// The steps, those on one line together.
fn stops(report: &Report<'_>, flow: &[FlowStep]) -> Vec<Stop> {
    let mut stops: Vec<Stop> = Vec::new();
    for own in flow {
        let what = step(report, own);
        let excerpt = report.texts.excerpt(own.place, 0);
        match stops.last_mut() {
            Some(last) if last.path == excerpt.path && last.line == excerpt.start.line => {
                last.what.push_str("; ");
                last.what.push_str(&what);
            }
            _ => stops.push(Stop {
                path: excerpt.path,
                line: excerpt.start.line,
                column: excerpt.start.utf16,
                what,
                code: excerpt.lines.first().and_then(|line| code(&line.text)),
            }),
        }
    }
    stops
}

fn code(line: &str) -> Option<String> {
    let line = line.trim();
    let mut code: String = line.chars().take(LONGEST).collect();
    if code.len() < line.len() {
        code.push('…');
    }
    (!code.is_empty()).then(|| clean(&code.replace('\t', "    ")))
}
