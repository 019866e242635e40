//! A place of the host beyond those that the operator allows.

use crate::meaning::{HostPath, is_allowed};
use crate::model::Container;
use crate::rules::{Context, Out};

/// Fails for each place of the host that is neither listed nor below a listed one. Without a list
/// the rule concerns nothing.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let list = &cx.parameters().allowed_host_paths;
    if list.is_empty() {
        return out.not_applicable();
    }
    let list: Vec<HostPath> = list.iter().map(|path| HostPath::parse(path)).collect();
    for source in cx.host_sources(container) {
        if !is_allowed(&list, &source.path) {
            out.fail(source.fail("default").arg("path", source.text));
        }
    }
}
