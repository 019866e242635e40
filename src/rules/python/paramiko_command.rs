//! A command for a shell on another machine.

use crate::meaning::python::{Call, Certainty};
use crate::rules::{Fail, Out};

pub(super) fn check(call: &Call<'_>, out: &mut Out<'_>) {
    let is_named = call.names().iter().any(|name| name.starts_with("paramiko."));
    if !is_named && !call.program().imports("paramiko") {
        return out.not_applicable();
    }
    let command = call.argument(0, "command");
    let certainty = command.map_or(Certainty::Unknown, |command| command.certainty());
    let fail = Fail::new("default", call.site()).certainty(certainty);
    out.fail(fail.arg("call", call.name()));
}
