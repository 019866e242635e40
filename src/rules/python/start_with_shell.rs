//! A function that always uses a shell.

use crate::meaning::python::Call;
use crate::rules::Out;
use crate::rules::processes::command_through_shell;

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let by_name = || call.keyword("cmd").or_else(|| call.keyword("command"));
    let command = call.positional(0).or_else(by_name);
    if command.is_some() || call.has_unknown_arguments() {
        let site = out.site(call.range());
        out.fail(command_through_shell(call, command.as_ref(), site));
    }
}
