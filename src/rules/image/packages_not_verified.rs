//! A package manager that takes packages from anybody.

use crate::meaning::dockerfile::{Command, Dockerfile, Word};
use crate::rules::{Around, Out, builds};

/// Fails for each switch that turns the check of signatures off.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for (_, command) in file.commands() {
        for word in switches(command) {
            let fail = builds::word("default", file, command, word);
            out.fail(fail.arg("program", command.name()));
        }
    }
}

fn switches(command: &Command) -> Vec<&Word> {
    let words: &[&str] = match command.name() {
        "apt" | "apt-get" | "aptitude" => &[
            "--allow-unauthenticated",
            "--force-yes",
            "--allow-insecure-repositories",
        ],
        "apk" => &["--allow-untrusted"],
        "yum" | "dnf" | "microdnf" | "tdnf" => &["--nogpgcheck", "--setopt=gpgcheck=0"],
        "rpm" => &["--nosignature", "--nodigest", "--noverify"],
        "zypper" => &[
            "--no-gpg-checks",
            "--gpg-auto-import-keys",
            "--no-gpg-check",
        ],
        "pacman" => &["--disable-sandbox"],
        _ => &[],
    };
    let prints = matches!(
        command.name(),
        "echo" | "printf" | "tee" | "sed" | "apt" | "apt-get" | "add-apt-repository"
    );
    let is_off = |word: &&Word| {
        let text = word.text.to_ascii_lowercase();
        let own = words.iter().any(|own| word.text == *own);
        let written = [
            "trusted=yes",
            "allow-insecure=yes",
            "acquire::allowinsecurerepositories=true",
            "acquire::allowinsecurerepositories \"true\"",
            "apt::get::allowunauthenticated=true",
            "apt::get::allowunauthenticated \"true\"",
            "acquire::https::verify-peer=false",
            "acquire::https::verify-peer \"false\"",
            "acquire::check-valid-until=false",
            "gpgcheck=0",
        ];
        own || prints && written.iter().any(|sign| text.contains(sign))
    };
    command.arguments().iter().filter(is_off).collect()
}
