//! TLS 1.2 and no further.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{at, tls_of};

/// Fails where TLS 1.2 is the newest protocol; an older one is another rule's.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    let Some(newest) = tls_of(endpoint, out).and_then(|tls| tls.protocols.last()) else {
        return;
    };
    if newest.name == "TLS 1.2" {
        let protocols = endpoint.snapshot.tls.iter().flat_map(|tls| &tls.protocols);
        let last = protocols.count().saturating_sub(1).to_string();
        let fail = at(endpoint, "default", &["tls", "protocols", &last, "name"]);
        out.fail(fail.arg("protocol", newest.name.as_str()));
    }
}
