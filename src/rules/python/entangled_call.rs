//! A call that too many steps lead to.

use crate::meaning::python::Program;
use crate::model::Severity;
use crate::rules::{Fail, Out};

pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    for id in program.entangled() {
        let around = program.surroundings(id);
        let around = if around.is_empty() {
            "<module>"
        } else {
            &around
        };
        let fail = Fail::new("default", out.site(program.tree().range(id)));
        let fail = fail.role(around).arg("function", around);
        // Large programs that people wrote are entangled as well.
        out.fail(if program.is_generated() {
            fail
        } else {
            fail.at_most(Severity::Info)
        });
    }
}
