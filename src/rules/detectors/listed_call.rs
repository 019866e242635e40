//! A call of a function that the policy lists: calling it is what is wrong.

use crate::meaning::Call;
use crate::rules::{Fail, Out, Params};

/// Fails for each call that the rule is asked about.
pub(in crate::rules) fn check(_: Params, call: &Call<'_>, out: &mut Out<'_>) {
    out.fail(Fail::new("default", call.site()).arg("call", call.name()));
}
