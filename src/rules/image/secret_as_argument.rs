//! A secret that the build is given as an argument.

use crate::meaning::dockerfile::Dockerfile;
use crate::meaning::is_secret_name;
use crate::rules::{Around, Out, builds};

/// Fails for each `ARG` with the name of a secret and no value of its own. One with a value has
/// another rule.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["ARG"]) {
        for pair in &step.instruction.pairs {
            let value = pair.value.as_ref().map_or("", |value| value.value.as_str());
            let is_filled_in = value.is_empty() || value.starts_with('$');
            if is_filled_in && is_secret_name(&pair.name.value) {
                let fail = builds::at("default", file, &pair.name.range);
                let name = pair.name.value.as_str();
                out.fail(fail.role(name).arg("variable", name));
            }
        }
    }
}
