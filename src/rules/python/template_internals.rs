//! A template of a workflow that leads into Python.

use std::collections::BTreeSet;

use crate::meaning::programs::Workflow;
use crate::model::Severity;
use crate::rules::workflows::title;
use crate::rules::{Fail, Out, Site};

/// Fails once for each name that the templates of a node reach for.
pub(super) fn check(workflow: &Workflow, out: &mut Out<'_>) {
    for node in &workflow.nodes {
        let mut seen = BTreeSet::new();
        for reach in &node.reaches {
            if !seen.insert((&reach.code, reach.name)) {
                continue;
            }
            let site = Site::at(workflow.span(&reach.place));
            let fail = match reach.name {
                Some(name) => Fail::new("default", site).arg("name", name),
                // A name that is made up need not be one of these.
                None => Fail::new("unknown", site).at_most(Severity::Medium),
            };
            let role = format!("{}/{}", node.id, reach.name.unwrap_or("attr"));
            out.fail(fail.code(&reach.code).role(role).arg("node", title(node)));
        }
    }
}
