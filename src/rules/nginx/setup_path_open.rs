//! The pages on which a fresh installation makes its first administrator, for whoever comes first.

use crate::meaning::nginx::{Directive, Nginx};
use crate::rules::{Out, web};

/// Paths of set-up pages, and images that have one without its path being named here.
const PATHS: [&str; 3] = ["/install", "/console/api/setup", "/setup"];

/// Fails for each location in which such a page is open.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for server in nginx.servers() {
        let locations = server.locations();
        let guarded = |path: &str| {
            let own = locations
                .iter()
                .find(|location| covers(**location, path, true));
            own.is_some_and(|own| is_closed(*own))
        };
        for location in &locations {
            let by_name = PATHS.iter().find(|path| covers(*location, path, true));
            // Dify makes its first account through its console.
            let of_dify = || {
                let path = "/console/api";
                let runs = is_dify(*location) && covers(*location, path, true);
                (runs && !guarded("/console/api/setup")).then_some(&PATHS[1])
            };
            let Some(path) = by_name.or_else(of_dify) else {
                continue;
            };
            let passes = location.has_own(&["proxy_pass", "fastcgi_pass", "uwsgi_pass"]);
            if passes && !is_closed(*location) {
                out.fail(web::at("default", *location).arg("path", *path));
            }
        }
    }
}

/// Whether a location is just for this path.
fn covers(location: Directive<'_>, path: &str, whole: bool) -> bool {
    let own = location
        .args()
        .last()
        .map_or("", |value| value.text.as_str());
    let own = own.trim_start_matches('^').trim_end_matches(['/', '$']);
    whole && own == path
}

fn is_closed(location: Directive<'_>) -> bool {
    let refuses = location
        .own("return")
        .any(|one| one.text().starts_with('4'));
    refuses || location.denies() || location.authentication().is_some()
}

fn is_dify(location: Directive<'_>) -> bool {
    let mut passes = location.own("proxy_pass");
    passes.any(|pass| {
        pass.behind()
            .iter()
            .any(|(_, peer)| peer.image.ends_with("dify-api"))
    })
}
