//! A data store that other machines reach, and whose credential is no obstacle.

use crate::graph::ways::NodeKind;
use crate::rules::{Combination, Combined, Within};

/// Fails for a store whose content is one step away.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let groups = cx.groups(Within::TwoHops, |way| {
        matches!(cx.start(way), Some(NodeKind::Lan | NodeKind::Internet))
            && cx.goal(way) == Some(NodeKind::Store)
            && way.hops == 1
            && cx.unknowns(way) == 0
    });
    let made = groups.iter();
    made.map(|group| Combination::of_ways(cx, "default", group))
        .collect()
}
