//! A command of the build in the network of the machine that builds.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Fails for each `RUN --network=host`.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["RUN"]) {
        let mut flags = step.instruction.flags.iter();
        if let Some(flag) = flags.find(|flag| flag.name == "network" && flag.value == "host") {
            let fail = builds::at("default", file, &flag.range).role("RUN");
            out.fail(fail.arg("flag", "network"));
        }
    }
}
