//! The address of all interfaces as a string.

use crate::meaning::Program;
use crate::rules::in_programs::{shown, text};
use crate::rules::{Fail, Out};

/// What stands for every interface of the machine.
const ALL: &str = "0.0.0.0";

/// Fails for each string that is the address and nothing else.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    for string in program.strings() {
        if text(program, *string) == ALL {
            let site = program.site(shown(program, *string));
            out.fail(Fail::new("default", site).arg("address", ALL));
        }
    }
}
