//! Resources of processes without a limit.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for core dumps, open files and processes without a limit, and for locked memory that no
/// memory limit holds: search engines and vector stores ask for the latter with good reason.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let has_memory_limit = container
        .limits
        .memory
        .value()
        .is_some_and(|limit| *limit > 0);
    for limit in &container.ulimits {
        if limit.soft >= 0 && limit.hard >= 0 {
            continue;
        }
        let key = match limit.name.as_str() {
            "core" => "core",
            "nofile" | "nproc" => "default",
            "memlock" if !has_memory_limit => "memlock",
            _ => continue,
        };
        let site = Site::origin(cx, limit.origin, container.owner);
        let fail = Fail::new(key, site).role(&limit.name);
        out.fail(fail.arg("limit", limit.name.as_str()));
    }
}
