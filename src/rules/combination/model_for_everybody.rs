//! A model that asks nobody for anything, and may take all of the machine.

use crate::graph::ways::{EdgeKind, NodeKind};
use crate::model::{Container, MountKind, Setting, Severity};
use crate::rules::{Combination, Combined, Within};

/// Fails where other machines, or code in a sandbox, use it.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let groups = cx.groups(Within::TwoHops, |way| {
        let asks_nobody = cx.edges(way).rev().nth(1).is_some_and(|edge| {
            matches!(edge.kind, EdgeKind::NoAuthentication | EdgeKind::Proxied)
        });
        let starts = [NodeKind::Lan, NodeKind::Internet, NodeKind::Prompt];
        cx.start(way).is_some_and(|start| starts.contains(&start))
            && cx.goal(way) == Some(NodeKind::Model)
            && asks_nobody
            && cx.unknowns(way) == 0
    });
    let made = groups.iter().filter_map(|group| {
        let container = cx.container(group.project, group.service)?;
        if !is_unlimited(container) {
            return None;
        }
        let made = match group.start {
            NodeKind::Prompt => Combination::of_ways(cx, "prompt", group),
            _ => Combination::of_ways(cx, "default", group),
        };
        let mut mounts = container.mounts.iter();
        let writes = mounts.any(|own| own.kind == MountKind::Bind && !own.read_only);
        Some(if writes {
            made
        } else {
            made.at_most(Severity::High)
        })
    });
    made.collect()
}

/// Whether nothing bounds what it takes.
fn is_unlimited(container: &Container) -> bool {
    let limits = &container.limits;
    let memory = match &limits.memory {
        Setting::Set(limit) => limit.value == 0,
        Setting::Unset(_) => true,
        Setting::NotObservable(_) => false,
    };
    let processors = match &limits.cpus {
        Setting::Set(limit) => limit.value == 0,
        Setting::Unset(_) => true,
        Setting::NotObservable(_) => false,
    };
    memory && processors
}
