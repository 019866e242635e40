//! A way from other machines by an application to root on this one.

use crate::graph::ways::{EdgeKind, NodeKind};
use crate::rules::{Combination, Combined, Within};

/// Fails for each start from which such a way begins. An engine on TCP is a combination of its own.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let groups = cx.groups(Within::AllHops, |way| {
        let start = cx.start(way);
        let is_from_outside = matches!(
            start,
            Some(NodeKind::Lan | NodeKind::Internet | NodeKind::Local)
        );
        // What is open by itself is a step of its own; a guess of one step says nothing.
        is_from_outside
            && cx.goal(way) == Some(NodeKind::Host)
            && cx.ways.technique(way) != EdgeKind::EngineOnTcp
            && (way.hops > 1 || cx.unknowns(way) == 0)
    });
    let made = groups.iter().map(|group| {
        let key = match group.start {
            NodeKind::Local => "local",
            _ => "default",
        };
        Combination::of_ways(cx, key, group)
    });
    made.collect()
}
