//! A request with `verify=False`.

use crate::meaning::Call;
use crate::rules::{Fail, Out};

/// Fails where the check of certificates is off.
pub(super) fn check(call: &Call<'_>, out: &mut Out<'_>) {
    if let Some(verify) = call.keyword("verify")
        && verify.is_false()
    {
        let site = call.program().site(verify.range());
        out.fail(Fail::new("default", site).arg("call", call.name()));
    }
}
