//! `chmod` with a mode that gives others more than reading.

use crate::meaning::python::Call;
use crate::model::Severity;
use crate::rules::{Fail, Out};

/// Writing and starting for the group and for everybody.
const LOOSE: i64 = 0o033;

/// Writing for everybody.
const WRITABLE_BY_ALL: i64 = 0o002;

/// Fails where the mode is known and loose. A path that is an object has the mode as its first
/// argument.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let alone = (call.positional_count() == 1).then(|| call.positional(0));
    let Some(mode) = call.argument(1, "mode").or(alone.flatten()) else {
        return;
    };
    let loose = mode.integers().into_iter().filter(|mode| mode & LOOSE != 0);
    let Some(worst) = loose.max_by_key(|mode| mode & WRITABLE_BY_ALL) else {
        return;
    };
    let is_for_all = worst & WRITABLE_BY_ALL != 0;
    let fail = Fail::new(
        if is_for_all { "default" } else { "group" },
        out.site(call.range()),
    )
    .arg("call", call.name())
    .arg("mode", format!("{worst:#o}"));
    out.fail(if is_for_all {
        fail
    } else {
        fail.at_most(Severity::Medium)
    });
}
