//! A text that a shell takes apart.

use crate::meaning::programs::Runtime;
use crate::meaning::python::{Call, Certainty, How, command};
use crate::model::Severity;
use crate::rules::{Fail, Out, sources, trust};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if call.is_reference() {
        if sources::is_shell_function(call.name()) {
            let fail = Fail::new("handed-on", out.site(call.range()));
            out.fail(fail.arg("call", call.name()).at_most(Severity::Medium));
        }
        return;
    }
    let Some(command) = command(call).filter(|command| command.how == How::Shell) else {
        return;
    };
    let mut fail = Fail::new(trust::key(&command.certainty), out.site(call.range()));
    fail = fail.arg("call", call.name()).way(call.way());
    if let Certainty::Tainted(source) = &command.certainty {
        fail = fail.arg("source", sources::said(*source));
    }
    let command_is_harmless = command.is_harmless();
    for way in command.ways {
        fail = fail.way(Some(way));
    }
    if call.program().runtime() == Runtime::DifySandbox
        || sources::is_own(call.program(), &command.certainty)
    {
        // Its filter of system calls ends the program there.
        fail = fail.at_most(Severity::High);
    }
    if command_is_harmless {
        fail = fail.at_most(Severity::Info);
    }
    out.fail(fail.certainty(command.certainty));
}
