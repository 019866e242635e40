//! A text that is not fixed, taken as markup.

use crate::meaning::python::Call;
use crate::rules::in_programs::is_fixed;
use crate::rules::{Fail, Out};

/// Fails where the text is neither constant nor clean.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let Some(text) = call.positional(0).filter(|text| !is_fixed(text.value())) else {
        return;
    };
    let cleaners = &call.program().options().markup_cleaners;
    let names = text.names();
    let cleans = |name: &str| {
        let function = name.strip_suffix("()");
        function.is_some_and(|name| cleaners.iter().any(|cleaner| cleaner == name))
    };
    if names.is_empty() || !names.iter().all(|name| cleans(name)) {
        out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
    }
}
