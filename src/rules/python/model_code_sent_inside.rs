//! What a model wrote goes to a service of the internal network that runs it.

use std::net::IpAddr;

use crate::meaning::programs::{Field, Request, Workflow};
use crate::rules::workflows::{host, requests, title};
use crate::rules::{Fail, Out, Site};

/// Words of paths and keys that say that what they carry is run.
const RUNNING: [&str; 13] = [
    "code",
    "script",
    "command",
    "cmd",
    "exec",
    "execute",
    "eval",
    "run",
    "sql",
    "query",
    "shell",
    "python",
    "statement",
];

/// Ends of host names that are no public ones.
const INSIDE: [&str; 5] = [".local", ".internal", ".lan", ".localdomain", ".svc"];

/// Fails for each such request.
pub(super) fn check(workflow: &Workflow, out: &mut Out<'_>) {
    for (node, request) in requests(workflow) {
        let Some(host) = host(request).filter(|host| is_inside(host)) else {
            continue;
        };
        let path_runs = runs(path(request));
        let sent = request.fields.iter().find(|field| {
            let runs = path_runs || runs(&field.name);
            let mut markers = field.markers.iter();
            runs && markers.any(|marker| workflow.is_from_model(marker))
        });
        // The sandbox has a rule of its own.
        let is_sandbox = request.url.value.expose().contains("/sandbox/run");
        if let Some(field) = sent.filter(|_| !is_sandbox) {
            let site = Site::at(workflow.span(&place(field)));
            let fail = Fail::new("default", site)
                .role(node.id.as_str())
                .arg("node", title(node))
                .arg("host", host);
            out.fail(fail);
        }
    }
}

/// Where the first thing that is put in stands.
fn place(field: &Field) -> std::ops::Range<usize> {
    let first = field.markers.first();
    first.map_or_else(|| field.place.clone(), |marker| marker.place.clone())
}

fn path(request: &Request) -> &str {
    let url = request.url.value.expose();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}

fn runs(words: &str) -> bool {
    let mut words = words.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| RUNNING.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

fn is_inside(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(own)) => own.is_private() || own.is_loopback() || own.is_link_local(),
        Ok(IpAddr::V6(own)) => own.is_loopback() || own.is_unique_local(),
        Err(_) => !host.contains('.') || INSIDE.iter().any(|end| host.ends_with(end)),
    }
}
