//! JavaScript of a workflow that reaches beyond its values.

use std::collections::BTreeSet;

use crate::meaning::programs::{Danger, Workflow};
use crate::model::Severity;
use crate::rules::workflows::title;
use crate::rules::{Fail, Out, Site};

/// Fails once for each thing that a node reaches for.
pub(super) fn check(workflow: &Workflow, out: &mut Out<'_>) {
    for node in &workflow.nodes {
        let mut seen = BTreeSet::new();
        for hit in &node.hits {
            if !seen.insert(hit.danger) {
                continue;
            }
            let most = match hit.danger {
                Danger::Processes | Danger::Code => Severity::High,
                Danger::Files | Danger::Environment => Severity::Medium,
                Danger::Network => Severity::Info,
            };
            let site = Site::at(workflow.span(&hit.place));
            let fail = Fail::new("default", site)
                .at_most(most)
                .code(&hit.code)
                .role(format!("{}/{}", node.id, hit.danger.name()))
                .arg("node", title(node))
                .arg("what", hit.danger.name());
            out.fail(fail);
        }
    }
}
