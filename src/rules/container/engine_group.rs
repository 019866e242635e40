//! Groups of the host that come close to root.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// System groups have numbers below this one.
const FIRST_USER_GROUP: u32 = 1000;

/// Fails for the groups `root` and `docker`, and for a system group by its number where the
/// engine's socket is mounted too: it is the socket's then.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let mut sources = cx.host_sources(container);
    let has_socket = sources.any(|source| source.path.engine().is_some());
    for group in &container.groups {
        let number = group.value.trim().parse::<u32>().ok();
        let key = match (group.value.trim(), number) {
            ("docker", _) => "default",
            ("root", _) | (_, Some(0)) => "root",
            (_, Some(1..FIRST_USER_GROUP)) if has_socket => "socket",
            _ => continue,
        };
        let site = Site::origin(cx, group.origin, container.owner);
        let fail = Fail::new(key, site).role(&group.value);
        out.fail(fail.arg("group", group.value.as_str()));
    }
}
