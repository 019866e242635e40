//! Mechanisms of login that give passwords away without encryption.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{at_item, ldap_of, listed};

/// What gives the password itself away, or what it can be guessed from.
const WEAK: [&str; 5] = ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM"];

/// Fails once, and names them. Every domain controller offers DIGEST-MD5, and none can be told not
/// to: what helps there is another rule's.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    let Some(root) = ldap_of(endpoint, out).and_then(|ldap| ldap.root.as_ref()) else {
        return;
    };
    if root.product.is_some() || endpoint.snapshot.scheme == "ldaps" {
        return;
    }
    let offered = root.sasl.iter().map(String::as_str);
    let weak: Vec<&str> = offered.filter(|name| WEAK.contains(name)).collect();
    if let Some(first) = weak.first() {
        let fail = at_item(endpoint, "default", &["ldap", "root", "sasl"], first);
        out.fail(fail.arg("mechanisms", listed(&weak)));
    }
}
