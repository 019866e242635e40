//! A function that always uses a shell.

use crate::meaning::python::Call;
use crate::rules::processes::{command_through_shell, is_listed};
use crate::rules::Out;

pub(super) fn check(call: &Call<'_>, out: &mut Out<'_>) {
    let command = call.argument(0, "cmd").or_else(|| call.keyword("command"));
    let is_given = command.is_some() || call.has_unknown_arguments();
    if is_given && is_listed(call, &call.program().options().shell) {
        out.fail(command_through_shell(call, command, call.site()));
    }
}
