//! A template of Mako.

use crate::meaning::python::{Arg, Call};
use crate::rules::{Fail, Out};

/// Fails unless every value is escaped as HTML by default.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let filters = call.keyword("default_filters");
    let filters = filters.as_ref().and_then(Arg::items).unwrap_or_default();
    let escapes = |filter: &Arg<'_, '_>| filter.strings().iter().any(|name| &**name == "h");
    if !filters.iter().any(escapes) {
        out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
    }
}
