//! An engine that takes commands from the network, and containers that reach it.

use crate::graph::ways::{EdgeKind, NodeKind};
use crate::rules::combinations::steps;
use crate::rules::{Combination, Combined};

/// Fails for each port of an engine that containers reach: each of them owns the machine.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let listening = cx.ways.edges().iter().filter(|edge| {
        edge.kind == EdgeKind::EngineOnTcp && cx.ways.node(edge.from).kind == NodeKind::Network
    });
    let made = listening.filter_map(|edge| {
        let incoming = cx.ways.incoming(edge.from).iter();
        let reaching: Vec<_> = incoming.map(|id| cx.ways.edge(*id)).collect();
        let first = reaching.first()?;
        let (project, service) = cx.service(first.from)?;
        let shown = edge.evidence.first()?;
        let made = Combination::new(cx, "default", (Some(project), service), shown.span)
            .steps(steps([*first, edge]))
            .role("engine")
            .arg("count", crate::model::Arg::Number(reaching.len() as u64));
        Some(
            shown
                .args
                .iter()
                .fold(made, |made, (name, arg)| made.arg(name, arg.clone())),
        )
    });
    made.collect()
}
