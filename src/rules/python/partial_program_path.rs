//! A program that is searched along `PATH`.

use crate::meaning::python::Call;
use crate::rules::processes::command;
use crate::rules::{Fail, Out};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    // Before the program stands how to wait for it.
    let given = match call.method().starts_with("spawn") {
        true => call.positional(1),
        false => command(call),
    };
    let Some(command) = given else {
        return;
    };
    let first = command.items().and_then(|items| items.into_iter().next());
    let program = first.as_ref().unwrap_or(&command);
    let programs = program.strings();
    if !programs.is_empty() && programs.iter().all(|program| !has_folder(program)) {
        out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
    }
}

/// Whether a command begins with a path: `/`, `\`, `./`, `C:`.
fn has_folder(command: &str) -> bool {
    let mut letters = command.chars();
    match (letters.next(), letters.next()) {
        (Some('/' | '\\' | '.'), _) => true,
        (Some(drive), Some(':')) => drive.is_ascii_alphabetic(),
        _ => false,
    }
}
