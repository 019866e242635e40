//! A string as the default of a parameter with the name of a password.

use crate::meaning::python::{Naming, Program};
use crate::rules::in_programs::passwords;
use crate::rules::{Fail, Out};

/// Fails where a parameter has a password.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    for value in passwords(program) {
        if value.kind == Naming::Default {
            let site = out.site(program.tree().range(value.value));
            out.fail(Fail::new("default", site).arg("name", value.name.as_str()));
        }
    }
}
