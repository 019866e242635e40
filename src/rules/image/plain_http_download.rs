//! A download that anybody on the way can change.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Fails for each address with `http` that a command fetches, or that `ADD` names, unless the same
/// step checks what came.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["ADD"]) {
        for source in &step.arguments {
            let host = builds::host(&source.value.value, "http://");
            if let Some(host) = host.filter(|_| step.instruction.flag("checksum").is_none()) {
                let fail = builds::at("default", file, &source.range);
                out.fail(fail.role(host).arg("host", host));
            }
        }
    }
    for (step, command) in file.commands() {
        let is_git = command.name() == "git" && command.argument(&["clone", "fetch"]).is_some();
        let fetches = builds::FETCHERS.contains(&command.name());
        if !is_git && !fetches || builds::verifies(step) {
            continue;
        }
        for word in command.arguments() {
            if let Some(host) = builds::host(&word.text, "http://") {
                let fail = builds::word("default", file, command, word);
                out.fail(fail.role(host).arg("host", host));
            }
        }
    }
}
