//! Entries for anybody.

use crate::meaning::Endpoint;
use crate::rules::Out;
use crate::rules::endpoints::{at, ldap_of};

/// Fails for each naming context below which an entry was given out.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    let read = ldap_of(endpoint, out).and_then(|ldap| ldap.anonymous_read.as_ref());
    for (at_context, context) in read
        .iter()
        .flat_map(|read| read.contexts.iter().enumerate())
    {
        let number = at_context.to_string();
        let way = ["ldap", "anonymous-read", "contexts", &number];
        let fail = at(endpoint, "default", &way);
        out.fail(fail.arg("context", context.as_str()).role(context.as_str()));
    }
}
