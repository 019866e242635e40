//! A process that generated code starts, whatever it is.

use crate::meaning::python::Call;
use crate::rules::{Fail, Out};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if call.program().is_generated() {
        let fail = Fail::new("default", out.site(call.range()));
        out.fail(fail.arg("call", call.name()).way(call.way()));
    } else {
        out.not_applicable();
    }
}
