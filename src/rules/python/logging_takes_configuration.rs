//! `logging.config.listen` without a check of who speaks.

use crate::meaning::python::Call;
use crate::rules::{Fail, Out};

/// Fails where nothing verifies what comes in.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let verify = call.argument(1, "verify");
    let is_missing = verify.map_or(!call.has_unknown_arguments(), |verify| verify.is_none());
    if is_missing {
        out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
    }
}
