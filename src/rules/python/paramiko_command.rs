//! A command for a shell on another machine.

use crate::meaning::python::{Arg, Call, Certainty};
use crate::rules::{Fail, Out};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let is_named = call
        .names()
        .iter()
        .any(|name| name.starts_with("paramiko."));
    if !is_named && !call.program().imports("paramiko") {
        return out.not_applicable();
    }
    let command = call.argument(0, "command");
    let certainty = command.as_ref().map_or(Certainty::Unknown, Arg::certainty);
    let fail = Fail::new("default", out.site(call.range())).certainty(certainty);
    let way = command.as_ref().and_then(Arg::way);
    out.fail(fail.way(way).arg("call", call.name()));
}
