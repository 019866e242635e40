//! A login that searches a whole domain.

use crate::model::Directory;
use crate::rules::directories::{is_known, site};
use crate::rules::{Context, Fail, Out};

/// Fails where the base is made of the parts of a domain's name and nothing else.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    let Some(base) = directory.search_base.as_ref().filter(|base| is_known(base)) else {
        return;
    };
    let mut parts = base.value.split(',').map(str::trim);
    let is_root = parts.all(|part| {
        let kind = part.split_once('=').map(|(kind, _)| kind.trim());
        kind.is_some_and(|kind| kind.eq_ignore_ascii_case("dc"))
    });
    if is_root {
        out.fail(Fail::new("default", site(base)).role(&directory.name));
    }
}
