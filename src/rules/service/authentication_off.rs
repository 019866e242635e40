//! A data store or model server that asks for no password, where other machines do not reach it.

use crate::graph::Reach;
use crate::meaning::Lack;
use crate::model::{Container, Exposure};
use crate::rules::{Context, Fail, Guard, Out, Site};

/// Fails where the authentication that the product has is off or missing. What other machines reach
/// has a rule of its own.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(auth) = cx.auth_state(container) else {
        return out.not_applicable();
    };
    let lack = match &auth.guard {
        Guard::Nothing(lack) if lack.lack != Lack::Never => lack,
        Guard::Unknown => return out.unknown(),
        _ => return,
    };
    match cx.exposure(container) {
        Exposure::Public | Exposure::Isolated => return,
        Exposure::Internal | Exposure::Loopback => {}
    }
    let site = match lack.origin {
        Some(origin) => Site::origin(cx, origin, container.owner),
        None => Site::at(container.owner),
    };
    let neighbour = match cx.graph.reach(container) {
        Reach::Through(way) if way.len() == 2 => way.first().map(|hop| hop.service),
        _ => None,
    };
    let key = match (lack.lack, neighbour.is_some()) {
        (Lack::Off, true) => "off-near",
        (Lack::Off, false) => "off",
        (_, true) => "near",
        (_, false) => "default",
    };
    let fail = Fail::new(key, site)
        .role(lack.switch)
        .arg("product", auth.product)
        .arg("switch", lack.switch);
    out.fail(match neighbour {
        Some(neighbour) => fail.exposed(Exposure::Internal).arg("front", neighbour),
        None => fail.exposed(Exposure::Isolated),
    });
}
