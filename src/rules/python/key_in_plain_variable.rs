//! A key that every export of a workflow holds in clear text.

use crate::meaning::is_placeholder;
use crate::meaning::programs::Workflow;
use crate::rules::{Fail, Out, Site};

/// Fails for each variable that holds a key in the export.
pub(super) fn check(workflow: &Workflow, out: &mut Out<'_>) {
    for variable in &workflow.variables {
        let value = variable.value.expose();
        if !variable.is_key() || value.is_empty() || is_placeholder(&variable.name, value) {
            continue;
        }
        let key = if variable.kind == "secret" {
            "exported"
        } else {
            "default"
        };
        let site = Site::at(workflow.span(&variable.place));
        let fail = Fail::new(key, site)
            .role(variable.name.as_str())
            .arg("variable", variable.name.as_str());
        out.fail(fail);
    }
}
