//! Ways in as people read them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::Report;
use super::super::words::{clean, say};
use super::{WaysIn, words};
use crate::graph::cuts::{Advice, Advised, CutSet, ProjectEdits};
use crate::graph::ways::{Found, Way, Ways};
use crate::input::relative;

/// What an override file is called.
pub(super) const OVERRIDE: &str = "compose.hulan.yaml";

/// What is shown of a search: what was asked for, and what it came to.
pub struct Asked<'a> {
    /// What was found.
    pub found: &'a Found,
    /// The ways to show, the easiest first.
    pub shown: &'a [Way],
    /// How many there are in all.
    pub count: usize,
}

/// The end of a report: the worst ways with what ends them; empty where there is none.
pub(in crate::report) fn ways_in(report: &Report<'_>) -> String {
    let Some(own) = report.ways.filter(|own| !own.counsel.goals.is_empty()) else {
        return String::new();
    };
    let mut out = say(report.lang, "way.title", &[]);
    out.push('\n');
    for (number, advice) in own.counsel.goals.iter().enumerate() {
        let _ = writeln!(out, "  {}. {}", number + 1, summary(report, own, advice));
        steps(report, own.ways, &advice.way, false, &mut out);
        out.push_str(&cut(report, own, advice));
    }
    out.push_str(&together(report, own));
    out
}

/// What `hulan paths` says.
pub fn paths_text(report: &Report<'_>, asked: &Asked<'_>) -> String {
    let Some(own) = report.ways else {
        return String::new();
    };
    let (count, lang) = (asked.count.to_string(), report.lang);
    if asked.shown.is_empty() {
        return say(lang, "way.none", &[]) + "\n";
    }
    let key = if asked.found.is_complete {
        "way.count"
    } else {
        "way.count-at-least"
    };
    let mut out = say(lang, key, &[("count", &count)]) + "\n";
    for (number, way) in asked.shown.iter().enumerate() {
        let _ = writeln!(out, "\n{}. {}", number + 1, sentence(report, own.ways, way));
        steps(report, own.ways, way, true, &mut out);
    }
    if asked.count > asked.shown.len() {
        let more = (asked.count - asked.shown.len()).to_string();
        let _ = writeln!(out, "\n{}", say(lang, "way.more", &[("count", &more)]));
    }
    for advice in &own.counsel.goals {
        let _ = writeln!(out, "\n{}", summary(report, own, advice));
        out.push_str(&cut(report, own, advice));
    }
    out.push_str(&together(report, own));
    out
}

/// From where, in how many steps, to what.
fn sentence(report: &Report<'_>, ways: &Ways, way: &Way) -> String {
    let start = words::start(report, ways, way);
    let last = way.edges.last().map(|id| ways.node(ways.edge(*id).to));
    let goal = last.map_or(String::new(), |node| words::goal(report, node));
    let hops = way.hops.to_string();
    let key = match way.hops {
        0 => "way.at-once",
        1 => "way.one-step",
        _ => "way.steps",
    };
    say(
        report.lang,
        key,
        &[("start", &start), ("count", &hops), ("goal", &goal)],
    )
}

fn summary(report: &Report<'_>, own: WaysIn<'_>, advice: &Advice) -> String {
    let mut out = sentence(report, own.ways, &advice.way);
    let set = match &advice.cut {
        Advised::Tried { set, .. } | Advised::Untried(set) => Some(set),
        Advised::Nothing => None,
    };
    if let Some(set) = set {
        let count = set.cuts.len().to_string();
        let key = if set.cuts.len() == 1 {
            "way.one-change"
        } else {
            "way.changes"
        };
        out.push_str(&say(report.lang, key, &[("count", &count)]));
    }
    if advice.count > 1 {
        let count = advice.count.to_string();
        let key = if advice.is_complete {
            "way.stands-for"
        } else {
            "way.stands-for-at-least"
        };
        out.push_str(&say(report.lang, key, &[("count", &count)]));
    }
    out
}

fn steps(report: &Report<'_>, ways: &Ways, way: &Way, is_long: bool, out: &mut String) {
    for (edges, shown) in words::steps(ways, way) {
        if is_long {
            let names = edges.first().zip(edges.last()).map(|(first, last)| {
                (
                    words::node_name(ways.node(first.from)),
                    words::node_name(ways.node(last.to)),
                )
            });
            let hardest = edges.iter().map(|edge| edge.strength).max();
            if let (Some((from, to)), Some(hardest)) = (names, hardest) {
                let (from, to) = (clean(&from), clean(&to));
                let strength = words::strength(report, hardest);
                let _ = writeln!(out, "   {from} -> {to}  ({strength})");
            }
        }
        for own in shown {
            let place = words::place(report, own.span);
            let what = words::evidence(report, own);
            let _ = writeln!(out, "     {place}  {what}");
        }
    }
}

/// The edits, and what is to be pasted.
fn cut(report: &Report<'_>, own: WaysIn<'_>, advice: &Advice) -> String {
    let mut out = String::new();
    let (set, edits) = match &advice.cut {
        Advised::Tried { set, edits } => (set, edits.as_slice()),
        Advised::Untried(set) => (set, &[][..]),
        Advised::Nothing => {
            let _ = writeln!(out, "     {}", say(report.lang, "way.no-cut", &[]));
            return out;
        }
    };
    changes(report, own.ways, set, &mut out);
    // What is pasted for all of them at once stands at the end.
    if own.counsel.together.is_empty() {
        for one in edits {
            pasted(report, own, one, &mut out);
        }
    }
    if edits.is_empty() {
        let _ = writeln!(out, "     {}", say(report.lang, "way.untried", &[]));
    } else if own.counsel.together.is_empty() {
        let _ = writeln!(out, "     {}", say(report.lang, "way.tried", &[]));
    }
    if !set.is_proven {
        let _ = writeln!(out, "     {}", say(report.lang, "way.unproven", &[]));
    }
    out
}

/// What is to be pasted to make all the changes, and what is known of them.
fn together(report: &Report<'_>, own: WaysIn<'_>) -> String {
    let mut out = String::new();
    for one in &own.counsel.together {
        pasted(report, own, one, &mut out);
    }
    if !out.is_empty() {
        let _ = writeln!(out, "     {}", say(report.lang, "way.tried", &[]));
    }
    out
}

fn changes(report: &Report<'_>, ways: &Ways, set: &CutSet, out: &mut String) {
    for cut in &set.cuts {
        let place = words::place(report, cut.place);
        let what = words::change(report, ways, cut);
        let _ = writeln!(out, "     * {place}  {what}");
    }
}

fn pasted(report: &Report<'_>, own: WaysIn<'_>, edits: &ProjectEdits, out: &mut String) {
    if !edits.over.is_empty() {
        let files = files(own, edits).join(" -f ");
        let args = [("file", OVERRIDE), ("files", files.as_str())];
        let _ = writeln!(out, "     {}", say(report.lang, "way.override", &args));
        for line in edits.over.lines() {
            let _ = writeln!(out, "       {}", clean(line));
        }
    }
    for (file, lines) in env_lines(report, edits) {
        let _ = writeln!(
            out,
            "     {}",
            say(report.lang, "way.env", &[("file", &file)])
        );
        for line in lines {
            let _ = writeln!(out, "       {line}");
        }
    }
}

/// The compose files of a project as seen from its folder.
pub(super) fn files(own: WaysIn<'_>, edits: &ProjectEdits) -> Vec<String> {
    let startup = own
        .projects
        .get(edits.project)
        .and_then(|own| own.startup.as_ref());
    let Some(startup) = startup else {
        return Vec::new();
    };
    let files = startup.files.iter();
    let folder = startup.folder.as_path();
    files
        .map(|file| clean(&relative(folder, file).to_string_lossy().replace('\\', "/")))
        .collect()
}

/// The lines of env files, with a placeholder for each new secret.
pub(super) fn env_lines(
    report: &Report<'_>,
    edits: &ProjectEdits,
) -> BTreeMap<String, Vec<String>> {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (file, name) in &edits.secrets {
        let lines = files.entry(words::env_file(report, *file)).or_default();
        let secret = say(report.lang, "way.new-secret", &[]);
        lines.push(format!("{}={secret}", clean(name)));
    }
    files
}
