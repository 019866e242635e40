//! The address of all interfaces as a string.

use crate::meaning::python::Program;
use crate::rules::in_programs::shown;
use crate::rules::{Fail, Out};

/// What stands for every interface of the machine.
const ALL: &str = "0.0.0.0";

/// Fails for each string that is the address and nothing else.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    for string in program.strings() {
        if program.string(string) == ALL {
            let site = out.site(shown(program, string));
            out.fail(Fail::new("default", site).arg("address", ALL));
        }
    }
}
