//! Asks about workflows, and what their rules share.

use crate::meaning::host_of;
use crate::meaning::programs::{Field, Node, Request, Workflow};
use crate::model::{Exposure, Texts};

use super::occurrence::Subject;
use super::out::Out;
use super::policy::Check;
use super::run::Answers;

impl Answers {
    /// Asks the same rules about workflows.
    pub fn about_workflows(&mut self, workflows: &[Workflow], texts: &Texts) {
        for workflow in workflows {
            let subject = Subject {
                kind: "file",
                name: texts.get(workflow.text).path().to_string(),
                project: None,
            };
            for (rule, tally) in &mut self.tallies {
                if let Check::Workflow(check) = rule.check {
                    let subject = subject.clone();
                    let occurrences = &mut self.occurrences;
                    let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
                    check(workflow, &mut out);
                }
            }
        }
    }
}

/// The requests that a workflow sends, with the nodes that send them.
pub(super) fn requests(workflow: &Workflow) -> impl Iterator<Item = (&Node, &Request)> {
    let nodes = workflow.nodes.iter();
    nodes.filter_map(|node| Some((node, node.request.as_ref()?)))
}

/// What people call a node.
pub(super) fn title(node: &Node) -> &str {
    if node.title.is_empty() {
        &node.id
    } else {
        &node.title
    }
}

/// The bytes of an address that decide where a request goes: scheme, host and port.
pub(super) fn target(url: &str) -> std::ops::Range<usize> {
    let start = url.len() - url.trim_start().len();
    let rest = url.get(start..).unwrap_or_default();
    let scheme = rest.find("://").map_or(0, |at| at + 3);
    let after = rest.get(scheme..).unwrap_or_default();
    let mut length = 0;
    // What is put in has such signs of its own.
    while let Some(rest) = after.get(length..) {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let Some(open) = rest.find("{{").filter(|open| *open < end) else {
            length += end;
            break;
        };
        let inside = rest.get(open..).unwrap_or_default();
        length += open + inside.find("}}").map_or(inside.len(), |close| close + 2);
    }
    start..start + scheme + length
}

/// The host that a request goes to, where it is written there.
pub(super) fn host(request: &Request) -> Option<String> {
    let url = request.url.value.expose();
    let target = target(url);
    let is_chosen = |field: &Field| field.markers.iter().any(|own| own.at.start < target.end);
    if is_chosen(&request.url) {
        return None;
    }
    host_of(url.trim()).map(str::to_ascii_lowercase)
}

/// Whether a part of a request is what a model wrote.
pub(super) fn carries_model_text(workflow: &Workflow, request: &Request) -> bool {
    let parts = request.fields.iter().chain([&request.url]);
    let mut markers = parts.flat_map(|field| &field.markers);
    markers.any(|marker| workflow.is_from_model(marker))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_of_an_address_ends_before_its_path() {
        for (url, expected) in [
            ("http://a:80/b", "http://a:80"),
            (" https://{{#1.x#}}?q", "https://{{#1.x#}}"),
            ("{{#1.x#}}", "{{#1.x#}}"),
            ("a/b", "a"),
        ] {
            assert_eq!(url.get(target(url)), Some(expected), "{url}");
        }
    }
}
