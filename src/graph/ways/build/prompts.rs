//! Texts of strangers that reach a sandbox.

use super::tools::shown;
use super::{Building, Member, Services};
use crate::graph::ways::model::{Edge, EdgeKind, NodeKind, Strength};
use crate::model::Arg;

/// Adds the way of a text by an application to each sandbox on its networks.
pub(super) fn prompt(building: &mut Building<'_>, services: &Services<'_>, members: &[Member<'_>]) {
    let apps = members
        .iter()
        .filter(|own| own.powers.is_some_and(|powers| powers.prompts));
    let apps: Vec<&Member<'_>> = apps.collect();
    for sandbox in members.iter().filter(|own| own.runs_code()) {
        let Some(app) = apps.iter().find(|app| app.shares_network(sandbox)) else {
            continue;
        };
        let container = sandbox.container;
        let from = building.sole(NodeKind::Prompt);
        let to = building.of(services, NodeKind::Inside, container);
        let prompted = shown(app.container.owner, "step.prompted", &app.container.name);
        building.ways.add(Edge {
            from,
            to,
            kind: EdgeKind::Prompted,
            strength: Strength::Free,
            evidence: vec![
                prompted.with("sandbox", Arg::Name(container.name.clone())),
                shown(container.owner, "step.runs-code", &container.name),
            ],
            cuts: Vec::new(),
        });
    }
}
