//! Ways in as data: `schema/paths-v1.json`, and `paths` of `schema/report-v1.json`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::Report;
use super::super::told::{Cut, EnvLines, Goal, Pasted, Safe, Tool, Way, WayStep, Worst, noted};
use super::super::words::{clean, name, say};
use super::{WaysIn, words};
use crate::graph::cuts::{Advice, Advised, CutSet, ProjectEdits};
use crate::graph::ways::{Found, Node, Way as Known, Ways};
use crate::input::relative;
use crate::model::Lang;

/// What an override file is called.
const OVERRIDE: &str = "compose.hulan.yaml";

/// What is shown of a search: what was asked for, and what it came to.
pub struct Asked<'a> {
    /// What was found.
    pub found: &'a Found,
    /// The ways to show, the easiest first.
    pub shown: &'a [Known],
    /// How many there are in all.
    pub count: usize,
}

/// What `hulan paths` says.
#[derive(Serialize)]
pub struct Paths {
    version: u32,
    tool: Tool,
    pub(super) language: Lang,
    root: String,
    pub(super) count: usize,
    pub(super) complete: bool,
    #[serde(rename = "paths")]
    pub(super) shown: Vec<Way>,
    pub(super) worst: Worst,
}

/// What `hulan paths` says of a search.
pub fn paths(report: &Report<'_>, asked: &Asked<'_>) -> Paths {
    let ways = report.ways.map(|own| own.ways);
    let shown = asked.shown.iter();
    let shown = shown.filter_map(|own| Some(way(report, ways?, own)));
    Paths {
        version: 1,
        tool: Tool::own(),
        language: report.lang,
        root: report.shown_root.to_owned(),
        count: asked.count,
        complete: asked.found.is_complete,
        shown: shown.collect(),
        worst: worst(report),
    }
}

/// The ways to the worst kinds of goals, what cuts each, and what cuts them all.
pub(in crate::report) fn worst(report: &Report<'_>) -> Worst {
    let Some(own) = report.ways else {
        return Worst::default();
    };
    let goals = own.counsel.goals.iter();
    let edits = own.counsel.together.iter();
    Worst {
        goals: goals.map(|advice| goal(report, own, advice)).collect(),
        edits: edits.map(|edits| pasted(report, own, edits)).collect(),
    }
}

fn goal(report: &Report<'_>, own: WaysIn<'_>, advice: &Advice) -> Goal {
    Goal {
        easiest: way(report, own.ways, &advice.way),
        count: advice.count,
        complete: advice.is_complete,
        cut: match &advice.cut {
            Advised::Tried { set, edits } => Some(cut(report, own, set, Some(edits))),
            Advised::Untried(set) => Some(cut(report, own, set, None)),
            Advised::Nothing => None,
        },
    }
}

fn way(report: &Report<'_>, ways: &Ways, way: &Known) -> Way {
    let ends = way.edges.first().zip(way.edges.last());
    let ends = ends.map(|(first, last)| (ways.edge(*first), ways.edge(*last)));
    let steps = way.edges.iter().map(|id| {
        let edge = ways.edge(*id);
        let evidence = edge.evidence.iter();
        let evidence = evidence.map(|own| noted(report, own.span, words::evidence(report, own)));
        WayStep {
            from: node(report, ways.node(edge.from)),
            to: node(report, ways.node(edge.to)),
            kind: Safe::from(words::kind_name(edge.kind)),
            strength: Safe::from(words::strength_name(edge.strength)),
            evidence: evidence.collect(),
        }
    });
    Way {
        sentence: sentence(report, ways, way).as_str().into(),
        from: ends.map(|(first, _)| node(report, ways.node(first.from))),
        to: ends.map(|(_, last)| node(report, ways.node(last.to))),
        hops: way.hops,
        cost: way.cost,
        steps: steps.collect(),
    }
}

/// From where, in how many steps, to what.
fn sentence(report: &Report<'_>, ways: &Ways, way: &Known) -> String {
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

fn node(report: &Report<'_>, node: &Node) -> Safe {
    name(report, &words::node_name(node)).as_str().into()
}

fn cut(
    report: &Report<'_>,
    own: WaysIn<'_>,
    set: &CutSet,
    edits: Option<&Vec<ProjectEdits>>,
) -> Cut {
    let changes = set.cuts.iter();
    let changes = changes.map(|cut| noted(report, cut.place, words::change(report, own.ways, cut)));
    let files = edits.into_iter().flatten();
    Cut {
        tried: edits.is_some(),
        on_engine: false,
        smallest: set.is_proven,
        price: set.price,
        changes: changes.collect(),
        edits: files.map(|edits| pasted(report, own, edits)).collect(),
    }
}

fn pasted(report: &Report<'_>, own: WaysIn<'_>, edits: &ProjectEdits) -> Pasted {
    let files = files(own, edits);
    let over = edits.over.lines().map(|line| clean(line) + "\n");
    let env = env_lines(report, edits).into_iter();
    Pasted {
        compose_files: files.iter().map(|file| file.as_str().into()).collect(),
        override_name: OVERRIDE.into(),
        over: over.collect(),
        env: env
            .map(|(path, lines)| EnvLines {
                path: path.as_str().into(),
                lines: lines.iter().map(|line| line.as_str().into()).collect(),
            })
            .collect(),
    }
}

/// The compose files of a project as seen from its folder.
fn files(own: WaysIn<'_>, edits: &ProjectEdits) -> Vec<String> {
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
fn env_lines(report: &Report<'_>, edits: &ProjectEdits) -> BTreeMap<String, Vec<String>> {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (file, name) in &edits.secrets {
        let lines = files.entry(words::env_file(report, *file)).or_default();
        let secret = say(report.lang, "way.new-secret", &[]);
        lines.push(format!("{}={secret}", clean(name)));
    }
    files
}
