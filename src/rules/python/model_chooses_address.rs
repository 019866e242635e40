//! What a model wrote decides where a request goes.

use crate::meaning::programs::Workflow;
use crate::rules::workflows::{requests, target, title};
use crate::rules::{Fail, Out, Site};

/// Fails for each address whose host a model writes.
pub(super) fn check(workflow: &Workflow, out: &mut Out<'_>) {
    for (node, request) in requests(workflow) {
        let target = target(request.url.value.expose());
        let chosen = request
            .url
            .markers
            .iter()
            .find(|marker| marker.at.start < target.end && workflow.is_from_model(marker));
        if let Some(marker) = chosen {
            let site = Site::at(workflow.span(&marker.place));
            let fail = Fail::new("default", site)
                .role(node.id.as_str())
                .arg("node", title(node));
            out.fail(fail);
        }
    }
}
