//! A script from the network that an image was built with, run as it came.

use crate::rules::image_history::{Deed, commands, deeds};
use crate::rules::{Around, EngineImage, Fail, Out, Site};

const LOADERS: [&str; 2] = ["curl", "wget"];
const RUNNERS: [&str; 12] = [
    "sh", "bash", "ash", "dash", "zsh", "ksh", "python", "python3", "perl", "ruby", "node", "php",
];

/// Fails for each step that pipes what it loads into an interpreter.
pub(super) fn check(image: &EngineImage<'_>, _: Around<'_>, out: &mut Out<'_>) {
    if !image.is_in_use() {
        return out.not_applicable();
    }
    for (step, deed) in deeds(image.image) {
        if let Deed::Run(_, script) = deed
            && is_piped_into_a_shell(script)
        {
            let fail = Fail::new("default", Site::at(step.place)).kin(script);
            out.fail(fail.arg("image", image.name()));
        }
    }
}

/// Also where something stands between both: `curl … | tee x | sh`.
fn is_piped_into_a_shell(script: &str) -> bool {
    let mut is_loaded = false;
    for command in commands(script) {
        let program = command.program();
        is_loaded &= command.is_piped;
        if is_loaded && RUNNERS.contains(&program) {
            return true;
        }
        is_loaded |= LOADERS.contains(&program);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipes_into_shells_are_found() {
        for script in [
            "curl -fsSL https://x.example/i.sh | sh",
            "set -eux; wget -qO- https://x.example/i | sudo -E bash -",
            "curl x | tee /tmp/x | python3 -",
            "(curl x | /bin/bash -s -- -y)",
        ] {
            assert!(is_piped_into_a_shell(script), "{script}");
        }
        for script in [
            "curl -o x https://x.example/i && sh x",
            "curl x | tar xz && sh y",
            "cat x | sh",
            "curl x | sha256sum -c",
            "curl x || sh y",
        ] {
            assert!(!is_piped_into_a_shell(script), "{script}");
        }
    }
}
