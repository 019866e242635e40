//! Code of a model or of a user that reaches the machine or a data store.

use crate::graph::ways::{EdgeKind, NodeKind};
use crate::model::Severity;
use crate::rules::{Combination, Combined, Within};

/// Fails for a way from a text to the machine, and for one to the content of a store.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let to = |goal: NodeKind| {
        cx.groups(Within::AllHops, |way| {
            cx.start(way) == Some(NodeKind::Prompt)
                && cx.goal(way) == Some(goal)
                && cx.ways.technique(way) != EdgeKind::EngineOnTcp
        })
    };
    let hosts = to(NodeKind::Host);
    let stores = to(NodeKind::Store);
    let hosts = hosts.iter().map(|group| {
        let made = Combination::of_ways(cx, "default", group);
        made.role("host")
    });
    let stores = stores.iter().map(|group| {
        let made = Combination::of_ways(cx, "store", group);
        made.role("store").at_most(Severity::High)
    });
    hosts.chain(stores).collect()
}
