//! `ssl.wrap_socket` without a version.

use crate::meaning::python::Call;
use crate::rules::{Fail, Out};

/// Where the version stands among the arguments.
const PLACE: usize = 3;

/// Fails where no version is given.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if call.argument(PLACE, "ssl_version").is_none() && !call.has_unknown_arguments() {
        out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
    }
}
