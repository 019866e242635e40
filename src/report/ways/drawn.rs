//! Ways in as drawings, which other programs make of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::super::Report;
use super::super::words::name;
use super::{Asked, words};
use crate::graph::ways::{EdgeId, NodeId, NodeKind, Ways};

/// Nodes and edges of what is shown, each once, the nodes with their numbers in the drawing.
struct Drawing {
    nodes: BTreeMap<NodeId, usize>,
    edges: BTreeSet<EdgeId>,
}

impl Drawing {
    fn new(ways: &Ways, asked: &Asked<'_>) -> Self {
        let edges: BTreeSet<EdgeId> = asked
            .shown
            .iter()
            .flat_map(|way| way.edges.clone())
            .collect();
        let mut nodes = BTreeMap::new();
        for edge in edges.iter().map(|id| ways.edge(*id)) {
            for node in [edge.from, edge.to] {
                let number = nodes.len();
                nodes.entry(node).or_insert(number);
            }
        }
        Self { nodes, edges }
    }

    fn number(&self, node: NodeId) -> usize {
        self.nodes.get(&node).copied().unwrap_or_default()
    }
}

/// What is written at an edge: what lets pass, and how hard that is.
fn label(report: &Report<'_>, ways: &Ways, id: EdgeId) -> String {
    let edge = ways.edge(id);
    let strength = words::strength(report.lang, edge.strength);
    let place = edge
        .evidence
        .last()
        .map(|own| words::place(report, own.span));
    let place = place.unwrap_or_default();
    format!("{}, {strength}, {place}", words::kind_name(edge.kind))
}

/// A flowchart of Mermaid.
pub fn mermaid(report: &Report<'_>, asked: &Asked<'_>) -> String {
    let mut out = "flowchart LR\n".to_owned();
    let Some(ways) = report.ways.map(|own| own.ways) else {
        return out;
    };
    let drawing = Drawing::new(ways, asked);
    for (id, number) in &drawing.nodes {
        let node = ways.node(*id);
        let text = in_mermaid(&name(report, &words::node_name(node)));
        let (open, close) = if node.kind.is_start() {
            ("([", "])")
        } else if node.kind.is_goal() {
            ("[[", "]]")
        } else {
            ("[", "]")
        };
        let _ = writeln!(out, "  n{number}{open}\"{text}\"{close}");
    }
    for id in &drawing.edges {
        let edge = ways.edge(*id);
        let (from, to) = (drawing.number(edge.from), drawing.number(edge.to));
        let text = in_mermaid(&label(report, ways, *id));
        let _ = writeln!(out, "  n{from} -->|\"{text}\"| n{to}");
    }
    out
}

/// Text in double quotes; what could end them or begin markup is written as its number.
fn in_mermaid(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(
            c,
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | ';' | '|' | '%' | '{' | '}'
        ) {
            let _ = write!(out, "#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// A graph of Graphviz.
pub fn dot(report: &Report<'_>, asked: &Asked<'_>) -> String {
    let mut out = "digraph paths {\n  rankdir=LR;\n".to_owned();
    if let Some(ways) = report.ways.map(|own| own.ways) {
        let drawing = Drawing::new(ways, asked);
        for (id, number) in &drawing.nodes {
            let node = ways.node(*id);
            let text = in_dot(&name(report, &words::node_name(node)));
            let shape = match node.kind {
                kind if kind.is_start() => "ellipse",
                kind if kind.is_goal() => "doubleoctagon",
                NodeKind::Network => "note",
                _ => "box",
            };
            let _ = writeln!(out, "  n{number} [label=\"{text}\", shape={shape}];");
        }
        for id in &drawing.edges {
            let edge = ways.edge(*id);
            let (from, to) = (drawing.number(edge.from), drawing.number(edge.to));
            let text = in_dot(&label(report, ways, *id));
            let _ = writeln!(out, "  n{from} -> n{to} [label=\"{text}\"];");
        }
    }
    out.push_str("}\n");
    out
}

fn in_dot(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
