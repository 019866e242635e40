//! SNMP 1 or 2c.

use crate::meaning::python::Call;
use crate::rules::{Fail, Out};

/// Fails where the model of messages is that of version 1 or 2c.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let Some(model) = call.argument(2, "mpModel") else {
        return;
    };
    let versions = model
        .integers()
        .into_iter()
        .filter_map(|model| match model {
            0 => Some("1"),
            1 => Some("2c"),
            _ => None,
        });
    if let Some(version) = versions.min() {
        let fail = Fail::new("default", out.site(call.range())).arg("call", call.name());
        out.fail(fail.arg("version", version));
    }
}
