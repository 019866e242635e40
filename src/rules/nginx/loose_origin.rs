//! A check of where a request comes from that strangers pass as well.

use crate::meaning::nginx::{Directive, Nginx, Value};
use crate::rules::{Out, web};

/// Fails for each pattern of an origin or referer that lets in other names.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for (one, value, pattern) in patterns(nginx) {
        if let Some(key) = hole(pattern) {
            out.fail(web::value(key, one, value).arg("directive", one.name()));
        }
    }
}

fn patterns(nginx: &Nginx) -> Vec<(Directive<'_>, &Value, &str)> {
    let mut found = Vec::new();
    let is_asked = |text: &str| {
        let text = text.trim_start_matches('(').to_ascii_lowercase();
        matches!(
            text.as_str(),
            "$http_origin" | "$http_referer" | "$http_referrer"
        )
    };
    for one in nginx.named("if").filter(|one| is_asked(one.text())) {
        let is_match = one.arg(1).is_some_and(|sign| sign.text.contains('~'));
        if let Some(value) = one.arg(2).filter(|value| is_match && value.is_known) {
            found.push((one, value, value.text.trim_end_matches(')')));
        }
    }
    for map in nginx.named("map").filter(|one| is_asked(one.text())) {
        for one in map.inner() {
            let pattern = one
                .name()
                .strip_prefix("~*")
                .or_else(|| one.name().strip_prefix('~'));
            let lets_in = one
                .arg(0)
                .filter(|value| !matches!(value.text.as_str(), "" | "0"));
            if let (Some(pattern), Some(value)) = (pattern, lets_in) {
                found.push((one, value, pattern));
            }
        }
    }
    found
}

/// How strangers pass.
fn hole(pattern: &str) -> Option<&'static str> {
    let pattern = pattern.trim_matches('"').replace("\\/", "/");
    let ways = ways(&pattern);
    ways.iter().find_map(|way| hole_of(way))
}

/// The choices of a pattern, outside of brackets.
fn ways(pattern: &str) -> Vec<&str> {
    let (mut ways, mut depth, mut start, mut escaped) = (Vec::new(), 0_usize, 0, false);
    for (at, sign) in pattern.char_indices() {
        match sign {
            _ if escaped => {}
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                ways.push(pattern.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
        escaped = sign == '\\' && !escaped;
    }
    ways.push(pattern.get(start..).unwrap_or_default());
    ways
}

fn hole_of(pattern: &str) -> Option<&'static str> {
    let body = pattern.strip_prefix("(?i)").unwrap_or(pattern);
    let Some(body) = body.strip_prefix('^') else {
        return Some("start");
    };
    let (scheme, host) = body.split_once("://").unwrap_or(("", body));
    // Anything before the scheme.
    if !scheme.trim_start_matches('(').starts_with("http") && !scheme.is_empty() {
        return Some("start");
    }
    let (name, rest) = match host.find('/') {
        // A slash in a class or group of the name is no end of it.
        Some(at) if !host.get(..at).unwrap_or_default().contains(['[', '(']) => {
            host.split_at_checked(at).unwrap_or((host, ""))
        }
        _ => (host, ""),
    };
    if has_bare_dot(name) {
        return Some("dot");
    }
    let open = [
        "[^/]+", "[^/]*", "[^/:]+", "[^/:]*", "[^!]+", ".*", ".+", "\\w+",
    ];
    // Anything before the name, without a dot between them.
    let first = name.trim_start_matches('(');
    let behind = open.iter().find_map(|start| first.strip_prefix(start));
    let behind = behind.map(|rest| rest.trim_start_matches([')', '?']));
    let stands_apart = |rest: &str| rest.starts_with("\\.") || rest.starts_with("\\-");
    if behind.is_some_and(|rest| {
        !rest.is_empty() && !stands_apart(rest) && !rest.starts_with(['$', '/', '|'])
    }) {
        return Some("before");
    }
    // Anything behind the name.
    let last = name.trim_end_matches(['$', ')', '?']);
    let is_open = open.iter().any(|end| last.ends_with(end)) && last.contains("\\.");
    // `($|/…)` and its like: the name ends there, whatever follows.
    let ends = ["($", "|$", "(/", "|/", "/|$"];
    let is_ended = ends.iter().any(|end| name.contains(end));
    let is_closed = !rest.is_empty() || name.ends_with('$') || is_ended;
    if (is_open && rest.is_empty() && !is_ended) || !is_closed {
        return Some("default");
    }
    // Anything inside of it.
    let is_loose = (name.contains(".+") || name.contains(".*")) && !is_ended;
    (is_loose && !first.starts_with('.')).then_some("before")
}

/// Whether a dot stands for any sign between two words of a name.
fn has_bare_dot(host: &str) -> bool {
    let signs: Vec<char> = host.chars().collect();
    signs.windows(3).any(|three| match three {
        [before, '.', after] => before.is_ascii_alphanumeric() && after.is_ascii_alphabetic(),
        _ => false,
    })
}
