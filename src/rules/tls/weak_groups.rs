//! Curves that are too short, or withdrawn.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{at_item, listed, tls_of};

/// The prime curves below 256 bits, as their names begin; those of binary fields begin with `sect`.
const SHORT: [&str; 4] = ["secp160", "secp192", "secp224", "sect"];

/// Fails once, and names them.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    let Some(tls) = tls_of(endpoint, out) else {
        return;
    };
    let is_weak = |group: &&str| SHORT.iter().any(|start| group.starts_with(start));
    let groups = tls.groups.iter().map(String::as_str);
    let weak: Vec<&str> = groups.filter(is_weak).collect();
    if let Some(first) = weak.first() {
        let fail = at_item(endpoint, "default", &["tls", "groups"], first);
        out.fail(fail.arg("groups", listed(&weak)));
    }
}
