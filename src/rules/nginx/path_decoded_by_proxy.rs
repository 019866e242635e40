//! A path behind the host of `proxy_pass`: Nginx decodes and tidies what it hands on, so that it and the
//! application do not mean the same address.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each such path in a location that guards something, where the difference matters.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("proxy_pass") {
        let Some(location) = one.inside("location") else {
            continue;
        };
        let Some(value) = one.arg(0).filter(|value| value.is_known) else {
            continue;
        };
        let is_exact = location.arg(0).is_some_and(|own| own.text == "=");
        let rest = match value.text.split_once("://") {
            Some((_, rest)) => rest,
            None if value.text.starts_with('$') => &value.text,
            None => continue,
        };
        let rest = match rest.strip_prefix("unix:") {
            Some(socket) => socket.split_once(':').map_or("", |(_, path)| path),
            None => rest,
        };
        let path = rest
            .find('/')
            .map_or("", |at| rest.get(at..).unwrap_or_default());
        let mut rewrites = location.own("rewrite");
        let raw = rewrites.any(|own| own.arg(1).is_some_and(|to| to.text == "$request_uri"));
        let is_raw = path.contains('$') || (raw && rest.contains('$'));
        if is_exact || is_raw || (path.is_empty() && !raw) {
            continue;
        }
        out.fail(
            web::value("default", one, value).arg("path", if path.is_empty() { "/" } else { path }),
        );
    }
}
