//! Everybody in a directory as an administrator.

use crate::model::Directory;
use crate::rules::directories::site;
use crate::rules::{Context, Fail, Out};

/// Fails for each mapping of everybody to the role of an administrator.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    for mapping in &directory.mappings {
        let is_admin = mapping.role.eq_ignore_ascii_case("admin");
        if mapping.group.value == "*" && is_admin {
            out.fail(Fail::new("default", site(&mapping.group)).role(&directory.name));
        }
    }
}
