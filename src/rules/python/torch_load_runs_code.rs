//! `torch.load` of more than weights.

use crate::meaning::python::Call;
use crate::model::Confidence;
use crate::rules::in_programs::truth;
use crate::rules::{Fail, Out};

/// Fails unless only weights are loaded.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let given = call.keyword("weights_only");
    let (key, is_known) = match given.map(|only| truth(only.value())) {
        Some(Some(true)) => return,
        Some(Some(false)) => ("off", true),
        Some(None) => ("default", false),
        None => ("default", !call.has_unknown_arguments()),
    };
    let fail = Fail::new(key, out.site(call.range())).arg("call", call.name());
    out.fail(if is_known {
        fail
    } else {
        fail.confidence(Confidence::Low)
    });
}
