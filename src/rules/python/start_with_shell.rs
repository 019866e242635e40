//! A function that always uses a shell.

use crate::meaning::python::Call;
use crate::rules::Out;
use crate::rules::processes::command_through_shell;

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let names = ["cmd", "command"];
    let named = || names.into_iter().find_map(|name| call.keyword(name));
    let command = call.positional(0).or_else(named);
    if command.is_some() || call.has_unknown_arguments() {
        let site = out.site(call.range());
        out.fail(command_through_shell(call, command.as_ref(), site));
    }
}
