//! Nothing since TLS 1.2.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{at, tls_of};

/// Fails where the newest protocol is older.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    let Some(newest) = tls_of(endpoint, out).and_then(|tls| tls.protocols.last()) else {
        return;
    };
    if !["TLS 1.2", "TLS 1.3"].contains(&newest.name.as_str()) {
        let protocols = endpoint.snapshot.tls.iter().flat_map(|tls| &tls.protocols);
        let last = protocols.count().saturating_sub(1).to_string();
        let fail = at(endpoint, "default", &["tls", "protocols", &last, "name"]);
        out.fail(fail.arg("protocol", newest.name.as_str()));
    }
}
