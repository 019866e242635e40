//! A request that may wait for ever.

use crate::meaning::python::Call;
use crate::rules::{Fail, Out};

/// Fails where there is no timeout. `httpx` has one of its own.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let waits = call.name().starts_with("requests.") && !call.has_unknown_arguments();
    let key = match call.keyword("timeout") {
        Some(timeout) if timeout.is_none() => "none",
        None if waits => "default",
        _ => return,
    };
    out.fail(Fail::new(key, out.site(call.range())).arg("call", call.name()));
}
