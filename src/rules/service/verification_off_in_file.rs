//! A line outside of compose files that turns the verification of certificates off.

use crate::meaning::Switch;
use crate::rules::{Fail, Out, Site};

/// Fails for each.
pub(super) fn check(switch: &Switch, out: &mut Out<'_>) {
    let key = if switch.in_image { "image" } else { "default" };
    let fail = Fail::new(key, Site::at(switch.place)).role(switch.name);
    out.fail(fail.arg("switch", switch.name).kin(switch.name));
}
