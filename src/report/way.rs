//! The way of a value through a program, as numbered lines below a finding.

use std::fmt::Write as _;

use super::told::{Finding, Step};
use super::words::{clean, say};
use crate::model::Lang;

/// Of a longer way the middle is left out.
const MOST_STEPS: usize = 8;

/// A longer line of code is shown from its start, in characters.
const LONGEST: usize = 100;

/// What happens on one line.
struct Stop<'t> {
    path: &'t str,
    line: usize,
    column: usize,
    what: String,
    code: Option<String>,
}

/// The way of the value that a finding is about, each line after a line end; empty where it has
/// none.
pub(super) fn way(lang: Lang, finding: &Finding) -> String {
    let end = &finding.location;
    let stops = stops(&finding.flow);
    let mut shown = String::new();
    let left_out = stops.len().saturating_sub(MOST_STEPS);
    for (number, stop) in stops.iter().enumerate() {
        if left_out > 0 && (MOST_STEPS / 2..MOST_STEPS / 2 + left_out).contains(&number) {
            if number == MOST_STEPS / 2 {
                let count = left_out.to_string();
                let more = say(lang, "text.more-steps", &[("count", &count)]);
                let _ = write!(shown, "\n      {more}");
            }
            continue;
        }
        let is_here = stop.path == end.path;
        let sentence = if is_here {
            let line = stop.line.to_string();
            say(lang, "text.step", &[("line", &line), ("what", &stop.what)])
        } else {
            let place = format!("{}:{}:{}", clean(stop.path), stop.line, stop.column);
            let args = [("place", place.as_str()), ("what", &stop.what)];
            say(lang, "text.step-elsewhere", &args)
        };
        let _ = write!(shown, "\n   {}. {sentence}", number + 1);
        // The line of the finding itself stands above.
        let is_shown = is_here && (end.line..=end.end_line).contains(&stop.line);
        if let Some(code) = stop.code.as_ref().filter(|_| !is_shown) {
            let _ = write!(shown, "\n      {code}");
        }
    }
    shown
}

/// The steps, those on one line together.
fn stops(flow: &[Step]) -> Vec<Stop<'_>> {
    let mut stops: Vec<Stop<'_>> = Vec::new();
    for step in flow {
        let place = &step.location;
        match stops.last_mut() {
            Some(last) if last.path == place.path && last.line == place.line => {
                last.what.push_str("; ");
                last.what.push_str(&step.what);
            }
            _ => stops.push(Stop {
                path: &place.path,
                line: place.line,
                column: place.column,
                what: step.what.to_string(),
                code: place.lines().first().and_then(|line| code(line)),
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
