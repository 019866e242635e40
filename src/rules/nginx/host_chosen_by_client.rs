//! A proxy that goes wherever a client says.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `proxy_pass` whose host a client can choose.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("proxy_pass") {
        let Some(value) = one.arg(0).filter(|value| value.is_known) else {
            continue;
        };
        let internal = one
            .inside("location")
            .is_some_and(|own| own.has_own(&["internal"]));
        if internal || one.inside("stream").is_some() {
            continue;
        }
        let text = one.spelled_out(&value.text);
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let host = rest.get(..end).unwrap_or_default();
        // A path begins with a slash: it ends the host.
        let paths = ["$request_uri", "${request_uri}", "$uri", "$document_uri"];
        let ends = paths
            .iter()
            .filter_map(|path| host.find(path))
            .filter(|at| *at > 0);
        let host = ends
            .min()
            .map_or(host, |at| host.get(..at).unwrap_or_default());
        // Before a port that is written only the name can be chosen, which is enough.
        let name = one.brings(scheme, b'.').or_else(|| {
            let found = one.brings(host, b'.')?;
            let behind = host.rsplit(found).next().unwrap_or_default();
            let behind = behind.trim_start_matches('}');
            let is_last = behind.is_empty() || behind.starts_with(['$', ':']);
            (is_last || one.brings(host, b'/').is_some()).then_some(found)
        });
        if let Some(name) = name {
            let name = format!("${name}");
            out.fail(web::value("default", one, value).arg("variable", name));
        }
    }
}
