//! A path below a folder that every user can write to.

use crate::meaning::python::Program;
use crate::rules::in_programs::shown;
use crate::rules::{Fail, Out};

/// Fails for each string that begins with such a folder.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    let folders = &program.options().tmp_dirs;
    for string in program.strings() {
        let path = program.string(string);
        if let Some(folder) = folders.iter().find(|folder| path.starts_with(*folder)) {
            let site = out.site(shown(program, string));
            out.fail(Fail::new("default", site).arg("folder", folder.as_str()));
        }
    }
}
