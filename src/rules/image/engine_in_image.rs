//! An image that is made to steer the engine it runs on.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Packages that bring an engine or its client.
const PACKAGES: [&str; 9] = [
    "docker",
    "docker.io",
    "docker-ce",
    "docker-ce-cli",
    "docker-cli",
    "moby-cli",
    "moby-engine",
    "podman",
    "containerd.io",
];

/// Fails where a client is installed, or the socket is declared.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["VOLUME"]).filter(|step| step.is_in_image) {
        let mut paths = step.arguments.iter();
        if let Some(path) = paths.find(|own| own.value.value.ends_with("/docker.sock")) {
            let fail = builds::at("socket", file, &path.range).role("VOLUME");
            out.fail(fail.arg("path", path.value.value.as_str()));
        }
    }
    for (_, command) in file.commands().filter(|(step, _)| step.is_in_image) {
        let installs = matches!(
            command.name(),
            "apt" | "apt-get" | "apk" | "yum" | "dnf" | "microdnf" | "zypper"
        ) && command.argument(&["install", "add", "in"]).is_some();
        let package = command.operands().find(|word| {
            let name = word.text.split(['=', '~']).next().unwrap_or_default();
            PACKAGES.contains(&name)
        });
        if let Some(word) = package.filter(|_| installs) {
            let fail = builds::word("default", file, command, word).role("RUN install");
            out.fail(fail.arg("package", word.text.as_str()));
        }
    }
}
