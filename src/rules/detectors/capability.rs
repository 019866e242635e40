//! Added capabilities that `params.capabilities` lists.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Params, Site};

/// Fails for each added capability of the list.
pub(in crate::rules) fn check(
    params: Params,
    container: &Container,
    cx: &Context<'_>,
    out: &mut Out<'_>,
) {
    let listed = |capability: &str| {
        params
            .iter()
            .any(|(name, list)| *name == "capabilities" && list.contains(&capability))
    };
    for added in &container.cap_add {
        if listed(&added.value) {
            let site = Site::origin(cx, added.origin, container.owner);
            let fail = Fail::new("default", site).role(&added.value);
            out.fail(fail.arg("capability", added.value.as_str()));
        }
    }
}
