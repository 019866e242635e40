//! An administrator who searches a directory for a program.

use crate::meaning::administrator;
use crate::model::Directory;
use crate::rules::directories::{is_known, site};
use crate::rules::{Context, Fail, Out};

/// Fails where the name of the account, or of what it stands in, is one of an administrator.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    let Some(said) = &directory.bind_dn else {
        return;
    };
    if !is_known(said) {
        return out.unknown();
    }
    if let Some(name) = administrator(&said.value) {
        let fail = Fail::new("default", site(said)).role(&directory.name);
        out.fail(fail.arg("account", name));
    }
}
