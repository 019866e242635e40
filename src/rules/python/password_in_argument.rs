//! A string as an argument with the name of a password.

use crate::meaning::{NameKind, Program};
use crate::rules::in_programs::passwords;
use crate::rules::{Fail, Out};

/// Fails where a call is given a password.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    for value in passwords(program) {
        if value.kind == NameKind::Keyword {
            let site = program.site(value.range.clone());
            out.fail(Fail::new("default", site).arg("name", value.name));
        }
    }
}
