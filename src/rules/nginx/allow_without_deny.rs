//! A list of who may come in, and nothing that keeps the others out.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each block with `allow` and without `deny`.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    let mut last = None;
    for one in nginx.named("allow") {
        let block = one.parent();
        if one.is("all") || last == Some(block.map(web::number)) {
            continue;
        }
        last = Some(block.map(web::number));
        let denies = match block {
            Some(block) => block.own("deny").next().is_some(),
            None => nginx.named("deny").any(|other| other.parent().is_none()),
        };
        if !denies {
            out.fail(web::at("default", one).arg("network", one.shown()));
        }
    }
}
