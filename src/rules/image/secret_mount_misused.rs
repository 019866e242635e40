//! A secret that the build is given in the right way, and that gets into the image after all.

use crate::meaning::dockerfile::{Command, Dockerfile};
use crate::rules::{Around, Out, builds};

/// Fails where a mounted secret is open to everybody, or is copied, written or printed.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["RUN"]) {
        let mut targets = Vec::new();
        for flag in step
            .instruction
            .flags
            .iter()
            .filter(|flag| flag.name == "mount")
        {
            let value = |name: &str| {
                let mut parts = flag.value.split(',');
                parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
            };
            let is_secret = value("type") == Some("secret");
            if !is_secret && value("type") != Some("ssh") {
                continue;
            }
            let mode = value("mode").and_then(|mode| u32::from_str_radix(mode, 8).ok());
            if mode.is_some_and(|mode| mode & 0o007 != 0) {
                let fail = builds::at("mode", file, &flag.range).role("--mount");
                out.fail(fail.arg("mode", value("mode").unwrap_or_default()));
            }
            if is_secret {
                let id = value("id").unwrap_or_default();
                let target = value("target").or_else(|| value("dst"));
                targets.push(target.map_or_else(|| format!("/run/secrets/{id}"), str::to_owned));
            }
        }
        let names = |own: &str| {
            targets
                .iter()
                .any(|target| !target.is_empty() && own == target)
        };
        for command in &step.commands {
            let Some(word) = command.operands().find(|word| names(&word.text)) else {
                continue;
            };
            if keeps(command, &word.text) {
                let fail = builds::word("default", file, command, word);
                out.fail(fail.arg("program", command.name()));
            }
        }
    }
}

/// Whether a command leaves what it reads behind.
fn keeps(command: &Command, source: &str) -> bool {
    match command.name() {
        "cp" | "mv" | "install" | "rsync" => {
            let last = command.operands().last();
            last.is_some_and(|last| last.text != source && !last.text.starts_with("/dev/"))
        }
        "cat" | "head" | "tail" | "tee" | "base64" => {
            let written = command
                .outputs
                .iter()
                .any(|file| !file.starts_with("/dev/"));
            // Printed, it stands in the log of the build; inside of `$(…)` or a pipe it is not.
            written || (command.name() == "tee" && command.operands().count() > 0)
        }
        _ => false,
    }
}
