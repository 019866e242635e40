//! A call that the policy names is enough.

use crate::meaning::python::Call;
use crate::rules::{Fail, Out, Params};

/// Reports each call.
pub(in crate::rules) fn check(_: Params, call: &Call<'_, '_>, out: &mut Out<'_>) {
    if !call.is_reference() {
        let site = out.site(call.range());
        out.fail(
            Fail::new("default", site)
                .arg("call", call.name())
                .way(call.way()),
        );
    }
}
