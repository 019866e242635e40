//! A way to become root that is left in the image.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Fails where `sudo` is installed into the image or needs no password there.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for (step, command) in file.commands().filter(|(step, _)| step.is_in_image) {
        let mut words = command.words.iter();
        let free = words.find(|word| word.text.contains("NOPASSWD"));
        if let Some(word) = free {
            out.fail(
                builds::word("free", file, command, word)
                    .role("NOPASSWD")
                    .arg("program", "sudo"),
            );
            continue;
        }
        let installs = matches!(
            command.name(),
            "apt" | "apt-get" | "apk" | "yum" | "dnf" | "microdnf" | "zypper" | "pacman"
        ) && command
            .argument(&["install", "add", "-S", "-Sy", "in"])
            .is_some();
        let package = command.operands().find(|word| {
            let name = word.text.split(['=', ':']).next().unwrap_or_default();
            matches!(name, "sudo" | "doas")
        });
        let used = command.sudo.as_ref();
        if let Some(word) = package.filter(|_| installs).or(used) {
            let key = if used.is_some() { "used" } else { "default" };
            let fail = builds::at(key, file, &word.range)
                .role(format!("{} sudo", step.instruction.keyword));
            out.fail(fail.kin(key).arg("program", "sudo"));
        }
    }
}
