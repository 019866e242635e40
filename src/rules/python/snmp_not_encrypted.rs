//! A user of SNMP 3 without a key for privacy.

use crate::meaning::python::Call;
use crate::rules::{Fail, Out};

/// Fails where the key is not given.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let key = call.argument(2, "privKey");
    let is_missing = key.map_or(!call.has_unknown_arguments(), |key| key.is_none());
    if is_missing {
        out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
    }
}
