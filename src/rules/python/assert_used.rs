//! An `assert`, where the user does not say that asserts are right.

use crate::meaning::python::Program;
use crate::rules::{Fail, Out};

/// Fails for each `assert`.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    if program.may_assert() {
        return out.not_applicable();
    }
    for assert in program.asserts() {
        let site = out.site(program.tree().stmt(assert).range());
        out.fail(Fail::new("default", site).kin("assert"));
    }
}
