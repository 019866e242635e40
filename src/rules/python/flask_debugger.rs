//! `app.run(debug=True)` in a program with Flask.

use crate::meaning::python::Call;
use crate::rules::in_programs::truth;
use crate::rules::{Fail, Out};

/// Fails where the debugger is on.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if !call.program().imports("flask") {
        return out.not_applicable();
    }
    if let Some(debug) = call.keyword("debug")
        && truth(debug.value()) == Some(true)
    {
        let site = out.site(debug.range());
        out.fail(Fail::new("default", site).arg("call", call.name()));
    }
}
