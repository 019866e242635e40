//! A program that is started without a shell.

use crate::meaning::programs::Runtime;
use crate::meaning::python::{Call, Certainty, How, command};
use crate::model::Severity;
use crate::rules::{Fail, Out, sources, trust};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if call.is_reference() {
        let fail = Fail::new("handed-on", out.site(call.range()));
        out.fail(fail.arg("call", call.name()).at_most(Severity::Low));
        return;
    }
    let Some(command) = command(call).filter(|command| command.how == How::Program) else {
        return;
    };
    let program = command.words.first().filter(|_| command.only_arguments);
    let key = match (&command.certainty, program) {
        (given @ Certainty::Tainted(_), _) => trust::key(given),
        (Certainty::Unknown, Some(_)) => "arguments",
        (Certainty::Unknown, None) => "default",
        (Certainty::Constant, _) => "constant",
    };
    let mut fail = Fail::new(key, out.site(call.range()));
    fail = fail.arg("call", call.name()).way(call.way());
    if let (Some(program), "arguments") = (program, key) {
        fail = fail.arg("program", &**program);
    }
    if let Certainty::Tainted(source) = &command.certainty {
        fail = fail.arg("source", sources::said(*source));
    }
    // The program is named: strangers can only choose its arguments.
    if command.only_arguments {
        fail = fail.at_most(match command.certainty {
            Certainty::Tainted(_) => Severity::Medium,
            _ => Severity::Low,
        });
    }
    for way in command.ways {
        fail = fail.way(Some(way));
    }
    if call.program().runtime() == Runtime::DifySandbox
        || sources::is_own(call.program(), &command.certainty)
    {
        fail = fail.at_most(Severity::Medium);
    }
    out.fail(fail.certainty(command.certainty));
}
