//! A call that too many steps lead to.

use crate::meaning::python::Program;
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
        out.fail(fail.role(around).arg("function", around));
    }
}
