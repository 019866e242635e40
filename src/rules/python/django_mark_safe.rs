//! A text that is not fixed, marked as safe for a page of Django.

use crate::meaning::python::Call;
use crate::rules::in_programs::is_fixed;
use crate::rules::{Fail, Out};

/// Fails where the text is more than constants.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let text = call.argument(0, "s");
    if text.is_some_and(|text| !is_fixed(text.value())) {
        out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
    }
}
