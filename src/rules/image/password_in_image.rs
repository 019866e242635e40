//! An account of the image with a password that everybody with the image knows.

use crate::meaning::dockerfile::{Command, Dockerfile, Word};
use crate::rules::{Around, Out, builds};

/// Fails for each account that gets a password, or none at all, while the image is made.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.steps.iter().filter(|step| step.is_in_image) {
        let mut source: Option<&Command> = None;
        for command in &step.commands {
            let before = source.and_then(|own| own.operands().next());
            if let Some((key, word)) = found(command, before) {
                let fail = builds::at(key, file, &word.range).role(command.name());
                out.fail(fail.arg("program", command.name()));
            }
            source = command.is_piped.then_some(command);
        }
    }
}

fn found<'c>(command: &'c Command, before: Option<&'c Word>) -> Option<(&'static str, &'c Word)> {
    let program = command.words.first()?;
    match command.name() {
        "chpasswd" => {
            let written = before.filter(|word| word.is_known || word.text.contains(':'));
            Some(("default", written.unwrap_or(program)))
        }
        "passwd" => {
            let empties = command.flag(&["-d", "--delete"]);
            let set = command.flag(&["--stdin"]).or(before.map(|_| program));
            empties
                .map(|word| ("empty", word))
                .or(set.map(|word| ("default", word)))
        }
        "usermod" | "useradd" => {
            let flag = command.value(&["-p", "--password"])?;
            let value = flag.text.rsplit('=').next().unwrap_or_default();
            // These lock the account.
            (!matches!(value, "!" | "*" | "!!" | "x")).then_some(("default", flag))
        }
        _ => None,
    }
}
