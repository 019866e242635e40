//! A location without a slash before an `alias` with one: `/files../secret` leads out of the folder.

use crate::meaning::nginx::{Nginx, Pattern};
use crate::model::Severity;
use crate::rules::{Out, web};

/// Fails for each such `alias`.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("alias") {
        let Some(location) = one.inside("location") else {
            continue;
        };
        let words: Vec<&str> = location
            .args()
            .iter()
            .map(|value| value.text.as_str())
            .collect();
        let folder = one.text();
        let fail = web::at("default", one)
            .arg("location", location.shown())
            .related(location.span());
        match words.as_slice() {
            [path] | ["^~", path] if !path.ends_with('/') && !path.starts_with('@') => {
                // Without the slash behind the folder only its neighbours can be reached.
                out.fail(if folder.ends_with('/') {
                    fail
                } else {
                    fail.at_most(Severity::Low)
                });
            }
            ["~" | "~*", path] => {
                let first = one
                    .arg(0)
                    .and_then(|value| value.variables().first().copied());
                let Some(group) = first else {
                    continue;
                };
                let Some(pattern) = Pattern::parse(path, false) else {
                    out.unknown();
                    continue;
                };
                let leads_out = pattern.group_has(group, b'.') == Some(true)
                    && pattern.group_has(group, b'/') == Some(true);
                let before = folder.split('$').next().unwrap_or_default();
                let behind = path
                    .split('(')
                    .next()
                    .unwrap_or_default()
                    .trim_start_matches('^');
                if !leads_out || pattern.group_begins(group, b'/') {
                    continue;
                }
                if !before.ends_with('/') {
                    // What begins like the folder can be reached: its neighbours.
                    out.fail(fail.at_most(Severity::Low));
                } else if !behind.ends_with('/') {
                    out.fail(fail);
                }
            }
            _ => {}
        }
    }
}
