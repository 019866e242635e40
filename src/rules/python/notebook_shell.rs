//! A line of a notebook that goes to a shell.

use crate::meaning::python::Program;
use crate::model::Severity;
use crate::rules::{Fail, Out};

pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    for (id, command) in program.shell_escapes() {
        // `{x}` and `$x` are filled in by Python first; `$$x` is for the shell.
        let is_filled = command.contains('{')
            || command
                .replace("$$", "")
                .split('$')
                .skip(1)
                .any(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '_'));
        let site = out.site(program.tree().range(id));
        let word = command.split_whitespace().next().unwrap_or_default();
        out.fail(if is_filled {
            Fail::new("filled", site).role(word).arg("command", word)
        } else {
            let fail = Fail::new("default", site).role(word).arg("command", word);
            fail.at_most(Severity::Info)
        });
    }
}
