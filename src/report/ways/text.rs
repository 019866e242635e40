//! Ways in as people read them.

use std::fmt::Write as _;

use super::super::json::ascii;
use super::super::told::{Goal, Noted, Pasted, Way, WayStep, Worst};
use super::super::words::{clean, say};
use super::{Paths, words};
use crate::model::Lang;

/// The end of a report: the worst ways with what ends them; empty where there is none.
pub(in crate::report) fn ways_in(lang: Lang, worst: &Worst) -> String {
    if worst.goals.is_empty() {
        return String::new();
    }
    let mut out = say(lang, "way.title", &[]);
    out.push('\n');
    for (number, goal) in worst.goals.iter().enumerate() {
        let _ = writeln!(out, "  {}. {}", number + 1, summary(lang, goal));
        steps(lang, &goal.easiest, false, &mut out);
        out.push_str(&cut(lang, worst, goal));
    }
    out.push_str(&together(lang, worst));
    out
}

/// What `hulan paths` says, for people.
pub fn paths_text(paths: &Paths) -> String {
    let (count, lang) = (paths.count.to_string(), paths.language);
    if paths.shown.is_empty() {
        return say(lang, "way.none", &[]) + "\n";
    }
    let key = if paths.complete {
        "way.count"
    } else {
        "way.count-at-least"
    };
    let mut out = say(lang, key, &[("count", &count)]) + "\n";
    for (number, way) in paths.shown.iter().enumerate() {
        let _ = writeln!(out, "\n{}. {}", number + 1, &*way.sentence);
        steps(lang, way, true, &mut out);
    }
    if paths.count > paths.shown.len() {
        let more = (paths.count - paths.shown.len()).to_string();
        let _ = writeln!(out, "\n{}", say(lang, "way.more", &[("count", &more)]));
    }
    for goal in &paths.worst.goals {
        let _ = writeln!(out, "\n{}", summary(lang, goal));
        out.push_str(&cut(lang, &paths.worst, goal));
    }
    out.push_str(&together(lang, &paths.worst));
    out
}

/// What `hulan paths` says, as JSON with a line end.
pub fn paths_json(paths: &Paths) -> String {
    ascii(paths)
}

fn summary(lang: Lang, goal: &Goal) -> String {
    let mut out = goal.easiest.sentence.to_string();
    if let Some(cut) = &goal.cut {
        let count = cut.changes.len().to_string();
        let key = if cut.changes.len() == 1 {
            "way.one-change"
        } else {
            "way.changes"
        };
        out.push_str(&say(lang, key, &[("count", &count)]));
    }
    if goal.count > 1 {
        let count = goal.count.to_string();
        let key = if goal.complete {
            "way.stands-for"
        } else {
            "way.stands-for-at-least"
        };
        out.push_str(&say(lang, key, &[("count", &count)]));
    }
    out
}

/// The steps of a way: those through a network are one step. Each with what shows it, once.
fn steps(lang: Lang, way: &Way, is_long: bool, out: &mut String) {
    let is_whole = |step: &WayStep| !step.to.starts_with("network:");
    for steps in way.steps.split_inclusive(is_whole) {
        if is_long && let Some((first, last)) = steps.first().zip(steps.last()) {
            let (from, to) = (&*first.from, &*last.to);
            let strength = words::hardest(lang, steps.iter().map(|step| &*step.strength));
            let _ = writeln!(out, "   {from} -> {to}  ({strength})");
        }
        let mut shown: Vec<&Noted> = Vec::new();
        for own in steps.iter().flat_map(|step| &step.evidence) {
            if !shown.contains(&own) {
                shown.push(own);
                let _ = writeln!(out, "     {}", noted(own));
            }
        }
    }
}

fn noted(own: &Noted) -> String {
    let (path, line) = (clean(&own.location.path), own.location.line);
    format!("{path}:{line}  {}", &*own.message)
}

/// The edits, and what is to be pasted.
fn cut(lang: Lang, worst: &Worst, goal: &Goal) -> String {
    let mut out = String::new();
    let Some(cut) = &goal.cut else {
        let _ = writeln!(out, "     {}", say(lang, "way.no-cut", &[]));
        return out;
    };
    for change in &cut.changes {
        let _ = writeln!(out, "     * {}", noted(change));
    }
    // What is pasted for all of them at once stands at the end.
    if worst.edits.is_empty() {
        for one in &cut.edits {
            pasted(lang, one, &mut out);
        }
    }
    if cut.edits.is_empty() {
        let _ = writeln!(out, "     {}", say(lang, "way.untried", &[]));
    } else if worst.edits.is_empty() {
        let _ = writeln!(out, "     {}", say(lang, "way.tried", &[]));
    }
    if !cut.smallest {
        let _ = writeln!(out, "     {}", say(lang, "way.unproven", &[]));
    }
    out
}

/// What is to be pasted to make all the changes, and what is known of them.
fn together(lang: Lang, worst: &Worst) -> String {
    let mut out = String::new();
    for one in &worst.edits {
        pasted(lang, one, &mut out);
    }
    if !out.is_empty() {
        let _ = writeln!(out, "     {}", say(lang, "way.tried", &[]));
    }
    out
}

fn pasted(lang: Lang, own: &Pasted, out: &mut String) {
    if !own.over.is_empty() {
        let files = own.compose_files.iter().map(|file| &**file);
        let files = files.collect::<Vec<_>>().join(" -f ");
        let args = [("file", &*own.override_name), ("files", files.as_str())];
        let _ = writeln!(out, "     {}", say(lang, "way.override", &args));
        for line in own.over.lines() {
            let _ = writeln!(out, "       {}", clean(line));
        }
    }
    for env in &own.env {
        let title = say(lang, "way.env", &[("file", &env.path)]);
        let _ = writeln!(out, "     {title}");
        for line in &env.lines {
            let _ = writeln!(out, "       {}", &**line);
        }
    }
}
