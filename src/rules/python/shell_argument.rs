//! Any other function is told to use a shell.

use crate::meaning::python::Call;
use crate::rules::processes::{is_listed, shell_site};
use crate::rules::{Fail, Out};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let is_told = call
        .keyword("shell")
        .is_some_and(|shell| shell.may_be_true());
    if is_told && !is_listed(call, &call.program().options().subprocess) {
        let site = shell_site(call, out);
        out.fail(Fail::new("default", site).arg("call", call.name()));
    }
}
