//! A program is started, without a shell.

use crate::meaning::python::Call;
use crate::rules::processes::{is_listed, shell_site, uses_shell};
use crate::rules::{Fail, Out};

pub(super) fn check(call: &Call<'_>, out: &mut Out<'_>) {
    if is_listed(call, &call.program().options().subprocess) && !uses_shell(call) {
        out.fail(Fail::new("default", shell_site(call)).arg("call", call.name()));
    }
}
