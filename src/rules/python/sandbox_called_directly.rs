//! A request of a workflow to the sandbox that runs its code.

use crate::meaning::programs::{Request, Workflow};
use crate::model::Severity;
use crate::rules::workflows::{carries_model_text, host, requests, title};
use crate::rules::{Fail, Out, Site};

/// The port of Dify's sandbox.
const PORT: &str = ":8194";

/// The path under which it runs code.
const PATH: &str = "/sandbox/run";

/// Fails for each request to a sandbox.
pub(super) fn check(workflow: &Workflow, out: &mut Out<'_>) {
    for (node, request) in requests(workflow) {
        let Some(host) = host(request).filter(|_| is_sandbox(request)) else {
            continue;
        };
        let from_model = carries_model_text(workflow, request);
        let (key, most) = if from_model {
            ("model", Severity::Critical)
        } else {
            ("default", Severity::High)
        };
        let url = &request.url;
        let site = Site::at(workflow.span(&url.part(0..url.value.expose().len())));
        let fail = Fail::new(key, site)
            .at_most(most)
            .role(node.id.as_str())
            .arg("node", title(node))
            .arg("host", host);
        out.fail(fail);
    }
}

fn is_sandbox(request: &Request) -> bool {
    let url = request.url.value.expose();
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let path = path.trim_end_matches('/');
    path.ends_with(PATH) || path.contains(PORT)
}
