//! A call of a function that the policy lists: calling it is what is wrong.

use crate::meaning::python::Call;
use crate::rules::{Fail, Out, Params};

/// Fails for each call that the rule is asked about.
pub(in crate::rules) fn check(_: Params, call: &Call<'_, '_>, out: &mut Out<'_>) {
    out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
}
