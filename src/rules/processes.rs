//! What the calls that start programs have in common: which they are, and what they run.

use crate::meaning::python::{Arg, Call, Certainty};

use super::{Fail, Site};

/// Whether a call is one of a list of the options: functions by their qualified names.
pub(super) fn is_listed(call: &Call<'_>, list: &[String]) -> bool {
    let is_in = |name: &str| list.iter().any(|listed| listed == name);
    call.names().iter().any(|name| is_in(name))
}

/// Whether a call hands its command to a shell; a choice that is not known counts as one.
pub(super) fn uses_shell(call: &Call<'_>) -> bool {
    shell(call).is_some_and(|shell| shell.truth() != Some(false))
}

/// Where the call says whether it uses a shell, or the call.
pub(super) fn shell_site(call: &Call<'_>) -> Site {
    match call.keyword("shell") {
        Some(shell) => Site::belonging(call.program().site(shell.range()).span(), call.site()),
        None => call.site(),
    }
}

/// What a call of `subprocess` and the like is told about a shell.
fn shell<'c>(call: &'c Call<'_>) -> Option<Arg<'c>> {
    call.argument(8, "shell")
}

/// What is run: a text, or a list of words.
pub(super) fn command<'c>(call: &'c Call<'_>) -> Option<Arg<'c>> {
    call.argument(0, "args")
}

/// A command that goes through a shell: one that is put together, or a constant.
pub(super) fn command_through_shell(
    call: &Call<'_>,
    command: Option<Arg<'_>>,
    site: Site,
) -> Fail {
    let certainty = command.map_or(Certainty::Unknown, |command| command.certainty());
    let key = match certainty {
        Certainty::Constant => "constant",
        _ => "default",
    };
    let fail = Fail::new(key, site).certainty(certainty);
    fail.arg("call", call.name())
}
