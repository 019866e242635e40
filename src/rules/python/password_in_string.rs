//! A string behind the name of a password.

use crate::meaning::python::{Naming, Program};
use crate::rules::in_programs::passwords;
use crate::rules::{Fail, Out};

/// Fails where a password is assigned, stands in a dictionary, or is compared.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    for value in passwords(program) {
        let key = match value.kind {
            Naming::Assign | Naming::Key => "default",
            Naming::Compare => "compared",
            Naming::Keyword | Naming::Default => continue,
        };
        let site = out.site(program.tree().range(value.value));
        out.fail(Fail::new(key, site).arg("name", value.name.as_str()));
    }
}
