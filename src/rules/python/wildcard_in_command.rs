//! A shell fills a wildcard in with names that a program may take for options.

use crate::meaning::python::{Arg, Call};
use crate::rules::processes::{command, is_listed, shell_site, uses_shell};
use crate::rules::{Fail, Out};

/// Programs with options that start others or change what they are about.
const PROGRAMS: [&str; 4] = ["chown", "chmod", "tar", "rsync"];

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let options = call.program().options();
    let through_shell =
        is_listed(call, &options.shell) || is_listed(call, &options.subprocess) && uses_shell(call);
    let Some(command) = command(call).filter(|_| through_shell) else {
        return;
    };
    let program = texts(&command).iter().find_map(|text| with_wildcard(text));
    if let Some(program) = program {
        let site = shell_site(call, out);
        let fail = Fail::new("default", site).arg("call", call.name());
        out.fail(fail.arg("program", program));
    }
}

/// What the shell may be given: a text, or words in a row.
fn texts(command: &Arg<'_, '_>) -> Vec<String> {
    let Some(items) = command.items() else {
        return command
            .strings()
            .iter()
            .map(|text| text.to_string())
            .collect();
    };
    let words = items.iter().flat_map(Arg::strings);
    vec![words.fold(String::new(), |text, word| text + " " + &word)]
}

/// The program of a command that has one of these and a wildcard.
fn with_wildcard(command: &str) -> Option<&'static str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut words = command.split(|c: char| !is_part(c));
    command.contains('*').then_some(())?;
    words.find_map(|word| PROGRAMS.into_iter().find(|program| *program == word))
}
