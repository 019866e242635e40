//! Added capabilities that `params.capabilities` lists, unless the team tolerates them.

use crate::meaning::CAPABILITIES_OF_DOCKER;
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Params, Site};

/// Fails for each added capability of the list. One that the container has anyway is not added.
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
    let tolerated = &cx.parameters().tolerated_capabilities;
    for added in &container.cap_add {
        let name = added.value.as_str();
        let mut dropped = container.cap_drop.iter();
        let is_back = dropped.any(|own| own.value == "ALL" || own.value == name);
        let is_new = is_back || !CAPABILITIES_OF_DOCKER.contains(&name);
        if listed(name) && is_new && !tolerated.contains(&added.value) {
            let site = Site::origin(cx, added.origin, container.owner);
            let fail = Fail::new("default", site).role(name);
            out.fail(fail.arg("capability", name));
        }
    }
}
