//! A table that decides something and has no answer for what is not in it: that is empty.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `map` or `geo` with two entries and more and no default.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.any_of(&["map", "geo"]) {
        let settings = [
            "hostnames",
            "volatile",
            "include",
            "ranges",
            "proxy",
            "delete",
        ];
        let has_default = one.inner().any(|own| own.name() == "default");
        let includes = one.inner().any(|own| own.name() == "include");
        let entries = one
            .inner()
            .filter(|own| !settings.contains(&own.name()))
            .count();
        if !has_default && !includes && (entries > 1 || one.name() == "geo" && entries > 0) {
            let name = one.args().last().map_or("", |value| value.shown());
            out.fail(
                web::at("default", one)
                    .arg("directive", one.name())
                    .arg("variable", name),
            );
        }
    }
}
