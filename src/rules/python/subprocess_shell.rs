//! A command goes through a shell because the call says so.

use crate::meaning::python::Call;
use crate::rules::Out;
use crate::rules::processes::{
    command, command_through_shell, is_listed, shell_site, uses_shell,
};

pub(super) fn check(call: &Call<'_>, out: &mut Out<'_>) {
    if !is_listed(call, &call.program().options().subprocess) || !uses_shell(call) {
        return;
    }
    let command = command(call);
    if command.is_none() && !call.has_unknown_arguments() {
        return;
    }
    out.fail(command_through_shell(call, command, shell_site(call)));
}
