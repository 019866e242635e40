//! Headers of a block around that a block loses by setting one of its own.

use crate::meaning::nginx::{Directive, Nginx};
use crate::model::Severity;
use crate::rules::{Out, web};

/// Headers that protect.
const PROTECTING: [&str; 11] = [
    "strict-transport-security",
    "content-security-policy",
    "x-frame-options",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-embedder-policy",
    "cross-origin-resource-policy",
    "x-xss-protection",
    "x-permitted-cross-domain-policies",
];

/// Fails for each block that loses headers.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for block in nginx.any_of(&["server", "location", "if"]) {
        let own: Vec<Directive<'_>> = block.own("add_header").collect();
        let merges = block
            .setting("add_header_inherit")
            .is_some_and(|one| one.is("merge"));
        let Some(first) = own.first().filter(|_| !merges) else {
            continue;
        };
        let names: Vec<String> = own.iter().map(|one| name(*one)).collect();
        let around = block.around().find(|outer| outer.has_own(&["add_header"]));
        let outer: Vec<Directive<'_>> = match around {
            Some(outer) => outer.own("add_header").collect(),
            None => web::outside(nginx, "add_header"),
        };
        let lost: Vec<Directive<'_>> = outer
            .into_iter()
            .filter(|one| !names.contains(&name(*one)))
            .collect();
        let protecting = lost
            .iter()
            .find(|one| PROTECTING.contains(&name(**one).as_str()));
        let Some(shown) = protecting.or(lost.first()) else {
            continue;
        };
        let fail = web::at("default", *first)
            .arg("header", shown.shown_first())
            .related(shown.span());
        out.fail(if protecting.is_some() {
            fail
        } else {
            fail.at_most(Severity::Info)
        });
    }
}

fn name(one: Directive<'_>) -> String {
    one.text().to_ascii_lowercase()
}
