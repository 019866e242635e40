//! An application that other machines reach, and the key of whose sessions everybody knows.

use crate::graph::ways::{EdgeKind, NodeKind};
use crate::rules::{Combination, Combined, Within};

/// Fails where its key is known: nobody needs a password then.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let groups = cx.groups(Within::AllHops, |way| {
        let is_from_outside = matches!(
            cx.start(way),
            Some(NodeKind::Lan | NodeKind::Internet | NodeKind::Local)
        );
        let last = cx.edges(way).next_back();
        let is_by_key = last.is_some_and(|edge| edge.kind == EdgeKind::SigningKey);
        // By a front or at a port of its own: from other services is another story.
        let is_near = cx.edges(way).all(|edge| edge.kind != EdgeKind::Joins);
        is_from_outside
            && cx.goal(way) == Some(NodeKind::SigningKey)
            && is_by_key
            && is_near
            && cx.unknowns(way) == 0
    });
    let made = groups.iter();
    made.map(|group| Combination::of_ways(cx, "default", group))
        .collect()
}
