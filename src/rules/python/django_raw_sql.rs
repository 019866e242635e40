//! `RawSQL` of a text that is not fixed.

use crate::meaning::python::Call;
use crate::rules::in_programs::is_fixed;
use crate::rules::{Fail, Out};

/// Fails where the text is more than a constant.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if !call.program().imports("django.db.models") {
        return out.not_applicable();
    }
    let sql = call.argument(0, "sql");
    if sql.is_some_and(|sql| !is_fixed(sql.value())) {
        out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
    }
}
