//! Files of an engine that the audit system does not watch.

use crate::model::HostFacts;
use crate::rules::{Fail, Out, Site};

/// Fails once, and names the files.
pub(super) fn check(host: &HostFacts, out: &mut Out<'_>) {
    let Some(rules) = &host.audit else {
        return out.unknown();
    };
    let watched: Vec<&str> = rules.iter().filter_map(|rule| watched(rule)).collect();
    let is_watched = |path: &str| {
        watched.iter().any(|own| {
            let rest = path.strip_prefix(own.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let files = host.files.iter();
    let open: Vec<&str> = files
        .map(|own| own.path.as_str())
        .filter(|path| !is_watched(path))
        .collect();
    if let Some(first) = open.first() {
        let fail = Fail::new("default", Site::at(host.audit_place));
        let fail = fail.arg("count", open.len().to_string());
        out.fail(fail.arg("first", *first));
    }
}

/// The path that a rule watches: `-w PATH -p rwxa`, `-a always,exit -F path=PATH` or `-F dir=PATH`.
fn watched(rule: &str) -> Option<&str> {
    let mut words = rule.split_whitespace();
    match words.next()? {
        "-w" => words.next(),
        _ => words.find_map(|word| word.strip_prefix("path=").or(word.strip_prefix("dir="))),
    }
}
