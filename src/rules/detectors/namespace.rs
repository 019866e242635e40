//! Namespaces of the host, of those that `params.namespaces` lists. The sentence of a namespace has
//! its name; that of the first is the default one.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Params, Site};

/// Fails for each listed namespace that is the host's.
pub(in crate::rules) fn check(
    params: Params,
    container: &Container,
    cx: &Context<'_>,
    out: &mut Out<'_>,
) {
    let own = &container.namespaces;
    let modes = [
        ("network", &own.network),
        ("pid", &own.pid),
        ("ipc", &own.ipc),
        ("uts", &own.uts),
        ("user", &own.user),
        ("cgroup", &own.cgroup),
    ];
    let listed = |namespace: &str| {
        let mut lists = params.iter().filter(|(name, _)| *name == "namespaces");
        lists.any(|(_, list)| list.contains(&namespace))
    };
    for (name, mode) in modes {
        if listed(name) && mode.value().is_some_and(|mode| mode == "host") {
            let site = Site::setting(cx, mode, container.owner);
            out.fail(Fail::new(name, site).role(name));
        }
    }
}
