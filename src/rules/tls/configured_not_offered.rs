//! An old protocol that is configured, and that the library refuses.

use crate::meaning::Endpoint;
use crate::rules::endpoints::{at_item, tls_of};
use crate::rules::{Fail, Out};

/// Protocols that nobody should enable.
const OLD: [&str; 4] = ["SSLv2", "SSLv3", "TLS 1.0", "TLS 1.1"];

/// Fails once where such protocols are enabled and none of them is offered.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    let Some(tls) = tls_of(endpoint, out) else {
        return;
    };
    let configured = endpoint.snapshot.configured.iter();
    let configured = configured.flat_map(|own| &own.protocols);
    let mut only: Vec<&str> = Vec::new();
    for name in configured.map(String::as_str) {
        let is_offered = tls.protocols.iter().any(|own| own.name == name);
        if OLD.contains(&name) && !is_offered && !only.contains(&name) {
            only.push(name);
        }
    }
    let Some(first) = only.first() else {
        return;
    };
    let way = ["configured", "protocols"];
    let fail = at_item(endpoint, "default", &way, first).arg("protocol", only.join(", "));
    let places = endpoint.configured_at.iter();
    out.fail(places.fold(fail, |fail, place| Fail::related(fail, *place)));
}
