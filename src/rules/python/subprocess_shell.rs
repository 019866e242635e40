//! A command goes through a shell because the call says so.

use crate::meaning::python::Call;
use crate::rules::Out;
use crate::rules::processes::{command, command_through_shell, shell_site, uses_shell};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let command = command(call);
    let runs_something = command.is_some() || call.has_unknown_arguments();
    if runs_something && uses_shell(call) {
        let site = shell_site(call, out);
        out.fail(command_through_shell(call, command.as_ref(), site));
    }
}
