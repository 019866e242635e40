//! A command of the build with all rights on the machine that builds.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Fails for each `RUN --security=insecure`.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["RUN"]) {
        let mut flags = step.instruction.flags.iter();
        let wanted = |flag: &&crate::syntax::dockerfile::Flag| {
            flag.name == "security" && flag.value == "insecure" || flag.name == "device"
        };
        if let Some(flag) = flags.find(wanted) {
            let fail = builds::at("default", file, &flag.range).role("RUN");
            out.fail(fail.arg("flag", flag.name.as_str()));
        }
    }
}
