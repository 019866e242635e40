//! A build on the network of the host.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for the network of the host, by its name or as an entitlement.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(build) = &container.build else {
        return out.not_applicable();
    };
    if build
        .network
        .value()
        .is_some_and(|network| network == "host")
    {
        let site = Site::setting(cx, &build.network, build.place);
        out.fail(Fail::new("default", site).role("network"));
    }
    for right in &build.entitlements {
        if right.value == "network.host" {
            let site = Site::origin(cx, right.origin, build.place);
            out.fail(Fail::new("entitlement", site).role("entitlement"));
        }
    }
    // With a Dockerfile of one's own the keys go where its lines say; one from elsewhere says it
    // without being asked.
    let context = build.context.value();
    let is_remote = context.is_some_and(|context| {
        context.contains("://") || context.starts_with("git@") || context.starts_with("github.com/")
    });
    for key in build.ssh.iter().filter(|_| is_remote) {
        let site = Site::origin(cx, key.origin, build.place);
        out.fail(Fail::new("ssh", site).role(&key.name));
    }
}
