//! Any other function is told to use a shell.

use crate::meaning::python::Call;
use crate::rules::processes::{is_listed, shell_site};
use crate::rules::{Fail, Out};

pub(super) fn check(call: &Call<'_>, out: &mut Out<'_>) {
    let shell = call.keyword("shell");
    let is_on = shell.is_some_and(|shell| shell.truth() != Some(false));
    if is_on && !is_listed(call, &call.program().options().subprocess) {
        out.fail(Fail::new("default", shell_site(call)).arg("call", call.name()));
    }
}
