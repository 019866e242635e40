//! Package lists that were fetched in a step of their own.

use crate::rules::image_history::{Deed, commands, deeds};
use crate::rules::{Around, EngineImage, Fail, Out, Site};

const MANAGERS: [&str; 8] = [
    "apt", "apt-get", "aptitude", "apk", "dnf", "microdnf", "yum", "zypper",
];
const UPDATES: [&str; 5] = ["update", "check-update", "makecache", "refresh", "ref"];

/// Fails for each step that only fetches lists: the builder keeps them, and later builds install
/// from lists of then.
pub(super) fn check(image: &EngineImage<'_>, _: Around<'_>, out: &mut Out<'_>) {
    if !image.is_in_use() {
        return out.not_applicable();
    }
    for (step, deed) in deeds(image.image) {
        if let Deed::Run(_, script) = deed
            && only_updates(script)
        {
            let fail = Fail::new("default", Site::at(step.place)).kin(script);
            out.fail(fail.arg("image", image.name()));
        }
    }
}

fn only_updates(script: &str) -> bool {
    let mut updates = false;
    for command in commands(script) {
        if !MANAGERS.contains(&command.program()) {
            continue;
        }
        let words = command.own_words().iter().skip(1);
        match words.into_iter().find(|word| !word.starts_with('-')) {
            // Of these two it installs what is new.
            Some(&"update") if matches!(command.program(), "dnf" | "microdnf" | "yum") => {
                return false;
            }
            Some(word) if UPDATES.contains(word) => updates = true,
            Some(&"clean") | None => {}
            // Whatever it does with the lists, it does it now.
            Some(_) => return false,
        }
    }
    updates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_of_their_own_are_found() {
        for script in [
            "apt-get update",
            "/bin/sh -c set -eux; apt-get -q update && rm -f x",
            "apk update",
            "DEBIAN_FRONTEND=noninteractive apt update -y",
        ] {
            assert!(only_updates(script), "{script}");
        }
        for script in [
            "apt-get update && apt-get install -y curl",
            "apt-get update; apt-get upgrade -y",
            "apk add --update curl",
            "apk update && apk upgrade",
            "dnf update -y",
            "pip install update",
            "echo apt-get update",
        ] {
            assert!(!only_updates(script), "{script}");
        }
    }
}
