//! A string behind the name of a password.

use crate::meaning::{NameKind, Program};
use crate::rules::in_programs::passwords;
use crate::rules::{Fail, Out};

/// Fails where a password is assigned, stands in a dictionary, or is compared.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    for value in passwords(program) {
        let key = match value.kind {
            NameKind::Assign | NameKind::Key => "default",
            NameKind::Compare => "compared",
            NameKind::Keyword | NameKind::Default => continue,
        };
        let site = program.site(value.range.clone());
        out.fail(Fail::new(key, site).arg("name", value.name));
    }
}
