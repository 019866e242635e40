//! A key in clear text in a request of a workflow.

use std::ops::Range;

use crate::meaning::is_placeholder;
use crate::meaning::programs::{Field, Workflow};
use crate::rules::workflows::{requests, title};
use crate::rules::{Fail, Out, Site};

/// What stands before a key in a header.
const SCHEMES: [&str; 5] = ["bearer ", "basic ", "token ", "apikey ", "key "];

/// Shorter ones are no keys.
const SHORTEST: usize = 6;

/// A parameter that is called `key` alone is one from this length on.
const SHORTEST_NAMELESS: usize = 20;

/// Fails for each key that a request carries.
pub(super) fn check(workflow: &Workflow, out: &mut Out<'_>) {
    for (node, request) in requests(workflow) {
        let mut fail = |name: &str, place: Range<usize>| {
            let site = Site::at(workflow.span(&place));
            let fail = Fail::new("default", site)
                .role(format!("{}/{name}", node.id))
                .arg("node", title(node))
                .arg("field", name);
            out.fail(fail);
        };
        for field in &request.fields {
            if let Some(key) = key(field) {
                fail(&field.name, field.part(key));
            }
        }
        for (name, key) in parameters(&request.url) {
            fail(&name, request.url.part(key));
        }
    }
}

/// The bytes of the key that a field holds as it stands.
fn key(field: &Field) -> Option<Range<usize>> {
    let whole = field.value.expose();
    if !field.carries_key() || !field.markers.is_empty() {
        return None;
    }
    let lower = whole.to_ascii_lowercase();
    let scheme = SCHEMES.iter().find(|scheme| lower.starts_with(**scheme));
    let start = scheme.map_or(0, |scheme| scheme.len());
    let value = whole.get(start..)?;
    is_key(&field.name, value).then_some(start..whole.len())
}

fn is_key(name: &str, value: &str) -> bool {
    let value = value.trim();
    let shortest = if name.eq_ignore_ascii_case("key") {
        SHORTEST_NAMELESS
    } else {
        SHORTEST
    };
    let is_word = value.len() < shortest || value.bytes().all(|byte| byte.is_ascii_digit());
    // Keys are written in ASCII; notes to whoever fills them in often are not.
    let is_word = is_word || !value.is_ascii();
    let is_reference = value.contains("{{") || value.contains("${") || value.contains(' ');
    !is_word && !is_reference && !is_placeholder(name, value)
}

/// The keys in the query of an address.
fn parameters(url: &Field) -> Vec<(String, Range<usize>)> {
    let text = url.value.expose();
    let Some(query) = text.find('?') else {
        return Vec::new();
    };
    let mut keys = Vec::new();
    let mut at = query + 1;
    for pair in text.get(at..).unwrap_or_default().split('&') {
        if let Some((name, value)) = pair.split_once('=') {
            let value = value.split('#').next().unwrap_or_default();
            let start = at + name.len() + 1;
            let range = start..start + value.len();
            if Field::is_key_name(name) && is_key(name, value) {
                keys.push((name.to_owned(), range));
            }
        }
        at += pair.len() + 1;
    }
    keys
}
