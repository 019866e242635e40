//! A secret that is written into a Dockerfile.

use crate::meaning::dockerfile::{Dockerfile, HeldIn};
use crate::model::{Arg, Confidence};
use crate::rules::{Around, Out, builds};

/// Fails for each. A token whose provider is known has a rule of its own.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for held in file.secrets.iter().filter(|held| !held.is_token) {
        let key = match held.place {
            HeldIn::Environment | HeldIn::Label if held.is_in_image => "default",
            HeldIn::Command => "command",
            _ => "argument",
        };
        let length = u64::try_from(held.value.length()).unwrap_or(u64::MAX);
        let fail = builds::at(key, file, &held.range)
            .role(held.name.as_str())
            .arg("variable", held.name.as_str())
            .arg("length", Arg::Number(length));
        out.fail(if held.is_in_image {
            fail
        } else {
            fail.confidence(Confidence::Medium)
        });
    }
}
