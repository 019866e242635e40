//! Lists of packages that are older than what is installed from them.

use crate::meaning::dockerfile::{Command, Dockerfile};
use crate::rules::{Around, Out, builds};

/// Fails for each `update` that stands alone in its step: the layer is kept, and later builds
/// install from old lists.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["RUN"]) {
        let updates = |command: &Command| {
            matches!(command.name(), "apt" | "apt-get" | "apk" | "aptitude")
                && command
                    .operands()
                    .next()
                    .is_some_and(|word| word.text == "update")
        };
        let installs = |command: &Command| {
            let wanted = [
                "install",
                "add",
                "upgrade",
                "dist-upgrade",
                "full-upgrade",
                "build-dep",
            ];
            command.argument(&wanted).is_some()
        };
        let update = step.commands.iter().find(|command| updates(command));
        if let Some(update) = update
            && step.commands.iter().all(|command| !installs(command))
        {
            let fail = builds::at("default", file, &update.range()).role("RUN update");
            out.fail(fail.arg("program", update.name()));
        }
    }
}
