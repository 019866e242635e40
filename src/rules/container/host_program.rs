//! A service that is a program of the host.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where Compose starts a program in place of a container.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if let Some(provider) = container.provider.traced() {
        let site = Site::origin(cx, provider.origin, container.owner);
        out.fail(Fail::new("default", site).arg("program", provider.value.as_str()));
    }
}
