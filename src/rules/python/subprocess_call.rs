//! A program is started, without a shell.

use crate::meaning::python::Call;
use crate::rules::processes::{shell_site, uses_shell};
use crate::rules::{Fail, Out};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if !uses_shell(call) {
        let site = shell_site(call, out);
        out.fail(Fail::new("default", site).arg("call", call.name()));
    }
}
