//! Ways in as data: `schema/paths-v1.json`, and `paths` of `schema/report-v1.json`.

use serde_json::{Value, json};

use super::super::Report;
use super::super::json::{ascii, located};
use super::super::words::{clean, name};
use super::text::{OVERRIDE, env_lines, files};
use super::{Asked, WaysIn, words};
use crate::graph::cuts::{Advice, Advised, CutSet, ProjectEdits};
use crate::graph::ways::{Node, Way, Ways};

/// What `hulan paths` says, with a line end.
pub fn paths_json(report: &Report<'_>, asked: &Asked<'_>) -> String {
    let ways = report.ways.map(|own| own.ways);
    let shown = asked.shown.iter();
    let shown = shown.filter_map(|way| Some(way_json(report, ways?, way)));
    let mut text = ascii(&json!({
        "version": 1,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "language": report.lang.name(),
        "root": report.shown_root,
        "count": asked.count,
        "complete": asked.found.is_complete,
        "paths": shown.collect::<Vec<Value>>(),
        "worst": counsel_json(report),
    }));
    text.push('\n');
    text
}

/// The ways to the worst kinds of goals, what cuts each, and what cuts them all.
pub(in crate::report) fn counsel_json(report: &Report<'_>) -> Value {
    let Some(own) = report.ways else {
        return json!({"goals": [], "edits": []});
    };
    let goals = own.counsel.goals.iter();
    let goals = goals.map(|advice| one(report, own, advice));
    let edits = own.counsel.together.iter();
    let edits = edits.map(|edits| pasted(report, own, edits));
    json!({"goals": goals.collect::<Vec<Value>>(), "edits": edits.collect::<Vec<Value>>()})
}

fn one(report: &Report<'_>, own: WaysIn<'_>, advice: &Advice) -> Value {
    json!({
        "easiest": way_json(report, own.ways, &advice.way),
        "count": advice.count,
        "complete": advice.is_complete,
        "cut": match &advice.cut {
            Advised::Tried { set, edits } => cut(report, own, set, Some(edits)),
            Advised::Untried(set) => cut(report, own, set, None),
            Advised::Nothing => Value::Null,
        },
    })
}

fn way_json(report: &Report<'_>, ways: &Ways, way: &Way) -> Value {
    let ends = way.edges.first().zip(way.edges.last());
    let (from, to) = ends.map_or((Value::Null, Value::Null), |(first, last)| {
        let (first, last) = (ways.edge(*first), ways.edge(*last));
        (
            node(report, ways.node(first.from)),
            node(report, ways.node(last.to)),
        )
    });
    let steps = way.edges.iter().map(|id| {
        let edge = ways.edge(*id);
        let evidence = edge.evidence.iter();
        let evidence = evidence.map(|own| located(report, own.span, words::evidence(report, own)));
        json!({
            "from": node(report, ways.node(edge.from)),
            "to": node(report, ways.node(edge.to)),
            "kind": words::kind_name(edge.kind),
            "strength": words::strength_name(edge.strength),
            "evidence": evidence.collect::<Vec<Value>>(),
        })
    });
    json!({
        "from": from,
        "to": to,
        "hops": way.hops,
        "cost": way.cost,
        "steps": steps.collect::<Vec<Value>>(),
    })
}

fn node(report: &Report<'_>, node: &Node) -> Value {
    name(report, &words::node_name(node)).into()
}

fn cut(
    report: &Report<'_>,
    own: WaysIn<'_>,
    set: &CutSet,
    edits: Option<&Vec<ProjectEdits>>,
) -> Value {
    let changes = set.cuts.iter();
    let changes =
        changes.map(|cut| located(report, cut.place, words::change(report, own.ways, cut)));
    let files = edits.into_iter().flatten();
    let files = files.map(|edits| pasted(report, own, edits));
    json!({
        "tried": edits.is_some(),
        "onEngine": false,
        "smallest": set.is_proven,
        "price": set.price,
        "changes": changes.collect::<Vec<Value>>(),
        "edits": files.collect::<Vec<Value>>(),
    })
}

fn pasted(report: &Report<'_>, own: WaysIn<'_>, edits: &ProjectEdits) -> Value {
    let env = env_lines(report, edits).into_iter();
    let env = env.map(|(path, lines)| json!({"path": path, "lines": lines}));
    let over = edits.over.lines().map(|line| clean(line) + "\n");
    json!({
        "composeFiles": files(own, edits),
        "overrideName": OVERRIDE,
        "override": over.collect::<String>(),
        "env": env.collect::<Vec<Value>>(),
    })
}
