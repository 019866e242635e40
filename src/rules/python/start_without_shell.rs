//! A program takes the place of this one, or is started beside it.

use crate::meaning::python::Call;
use crate::rules::processes::is_listed;
use crate::rules::{Fail, Out};

pub(super) fn check(call: &Call<'_>, out: &mut Out<'_>) {
    if is_listed(call, &call.program().options().no_shell) {
        out.fail(Fail::new("default", call.site()).arg("call", call.name()));
    }
}
