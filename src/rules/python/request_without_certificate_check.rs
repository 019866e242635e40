//! A request with `verify=False`.

use crate::meaning::python::{Call, Value};
use crate::rules::{Fail, Out};

/// Fails where the check of certificates is off.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if let Some(verify) = call.keyword("verify")
        && verify.value().only() == Some(&Value::Bool(false))
    {
        let site = out.site(verify.range());
        out.fail(Fail::new("default", site).arg("call", call.name()));
    }
}
