//! A service on a way to the machine whose output nobody keeps elsewhere.

use std::collections::BTreeSet;

use crate::graph::ways::NodeKind;
use crate::model::Span;
use crate::rules::combinations::steps;
use crate::rules::{Combination, Combined, Within};

/// Drivers whose output nobody reads afterwards who is not on this machine.
const KEEPS_NOTHING: [&str; 2] = ["none", "local"];

/// Fails for each service on such a way with such a driver.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let groups = cx.groups(Within::AllHops, |way| {
        cx.goal(way) == Some(NodeKind::Host) && cx.unknowns(way) == 0
    });
    let mut seen: BTreeSet<(usize, &str)> = BTreeSet::new();
    let mut made = Vec::new();
    for group in &groups {
        let nodes = cx
            .edges(group.easiest)
            .flat_map(|edge| [edge.from, edge.to]);
        for (project, service) in nodes.filter_map(|node| cx.service(node)) {
            let Some((place, driver)) = discarding(cx, project, service) else {
                continue;
            };
            if seen.insert((project, service)) {
                made.push(
                    Combination::new(cx, driver, (Some(project), service), place)
                        .steps(steps(cx.edges(group.easiest)))
                        .role("logs"),
                );
            }
        }
    }
    made
}

/// Where a service is told to keep no output, and the sentence about it.
fn discarding(cx: &Combined<'_>, project: usize, service: &str) -> Option<(Span, &'static str)> {
    let container = cx.container(project, service)?;
    let driver = container.logging.value()?.driver.as_ref()?;
    let kind = KEEPS_NOTHING.iter().find(|own| **own == driver.value)?;
    let origins = &cx.deployment.projects.get(project)?.origins;
    let place = origins.place(driver.origin).unwrap_or(container.owner);
    Some((place, if *kind == "none" { "default" } else { "local" }))
}
