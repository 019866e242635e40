//! An address is opened whatever its scheme.

use crate::meaning::python::Call;
use crate::rules::{Fail, Out};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let address = call
        .argument(0, "url")
        .or_else(|| call.argument(0, "fullurl"));
    let known = address.map(|address| address.strings()).unwrap_or_default();
    let is_web = |address: &str| {
        let scheme = address.split(':').next().unwrap_or_default();
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    };
    if known.is_empty() || !known.iter().all(|address| is_web(address)) {
        out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
    }
}
