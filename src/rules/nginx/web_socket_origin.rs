//! A WebSocket that any web page may open with the cookies of whoever looks at it.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each location that hands on an upgrade and asks for no origin.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx
        .named("proxy_set_header")
        .filter(|one| one.is("Upgrade"))
    {
        let upgrades = one
            .arg(1)
            .is_some_and(|value| value.variables().contains(&"http_upgrade"));
        let asks = one.around().any(|block| {
            block
                .own("if")
                .any(|own| own.text().contains("$http_origin"))
        });
        let mapped = nginx.named("map").any(|map| map.text() == "$http_origin");
        if upgrades && !asks && !mapped {
            out.fail(web::at("default", one).arg("header", "Origin"));
        }
    }
}
