//! A runtime or a control group that is not the engine's own.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Runtimes that keep at least the walls of `runc`.
const KNOWN: [&str; 9] = [
    "runc",
    "crun",
    "youki",
    "nvidia",
    "sysbox-runc",
    "runsc",
    "kata",
    "kata-runtime",
    "runsc-kvm",
];

/// Fails for a runtime that is not known, and for any parent control group.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if let Some(runtime) = container.runtime.value()
        && !is_known(runtime)
    {
        let site = Site::setting(cx, &container.runtime, container.owner);
        let fail = Fail::new("default", site).role("runtime");
        out.fail(fail.arg("runtime", runtime.as_str()));
    }
    if container
        .cgroup_parent
        .value()
        .is_some_and(|parent| !parent.is_empty())
    {
        let site = Site::setting(cx, &container.cgroup_parent, container.owner);
        out.fail(Fail::new("cgroup", site).role("cgroup"));
    }
}

/// Whether a runtime is known, by its short name or the name of its shim.
fn is_known(runtime: &str) -> bool {
    let shim = runtime.strip_prefix("io.containerd.");
    let name = shim.map_or(runtime, |shim| shim.split('.').next().unwrap_or(shim));
    name.is_empty() || KNOWN.contains(&name) || name.starts_with("kata-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtimes_by_name_and_by_shim() {
        for runtime in [
            "runc",
            "runsc",
            "kata-qemu",
            "io.containerd.runsc.v1",
            "io.containerd.kata.v2",
            "io.containerd.runc.v2",
        ] {
            assert!(is_known(runtime), "{runtime}");
        }
        for runtime in ["example-runtime", "io.containerd.other.v1"] {
            assert!(!is_known(runtime), "{runtime}");
        }
    }
}
