//! What the calls that start programs have in common: which they are, and what they run.

use crate::meaning::python::{Arg, Call, Certainty};

use super::{Fail, Out, Site};

/// Whether a call is one of a list of the options: functions by their qualified names.
pub(super) fn is_listed(call: &Call<'_, '_>, list: &[String]) -> bool {
    let is_in = |name: &str| list.iter().any(|listed| listed == name);
    call.names().iter().any(|name| is_in(name))
}

/// Whether a call of `subprocess` hands its command to a shell; a choice that is not known counts
/// as one.
pub(super) fn uses_shell(call: &Call<'_, '_>) -> bool {
    call.argument(8, "shell")
        .is_some_and(|shell| shell.may_be_true())
}

/// Where a call says whether it uses a shell, or the call.
pub(super) fn shell_site(call: &Call<'_, '_>, out: &Out<'_>) -> Site {
    let own = out.site(call.range());
    match call.keyword("shell") {
        Some(shell) => Site::belonging(out.site(shell.range()).span(), own),
        None => own,
    }
}

/// What is run: a text, or a list of words.
pub(super) fn command<'c, 't>(call: &'c Call<'_, 't>) -> Option<Arg<'c, 't>> {
    call.argument(0, "args")
}

/// A command that goes through a shell: one that is put together, or a constant.
pub(super) fn command_through_shell(
    call: &Call<'_, '_>,
    command: Option<&Arg<'_, '_>>,
    site: Site,
) -> Fail {
    let certainty = command.map_or(Certainty::Unknown, Arg::certainty);
    let key = match certainty {
        Certainty::Constant => "constant",
        _ => "default",
    };
    let way = command.and_then(Arg::way);
    let fail = Fail::new(key, site).certainty(certainty).way(way);
    fail.arg("call", call.name())
}
