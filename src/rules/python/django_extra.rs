//! `QuerySet.extra` with SQL that is not fixed.

use crate::meaning::python::Call;
use crate::rules::in_programs::is_fixed;
use crate::rules::{Fail, Out};

/// The options that are SQL, and their places.
const SQL: [(usize, &str); 3] = [(1, "where"), (3, "tables"), (0, "select")];

/// Fails where an option is more than constants.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    for (place, option) in SQL {
        let given = call.argument(place, option);
        if given.is_some_and(|given| !is_fixed(given.value())) {
            return out.fail(Fail::new("default", out.site(call.range())).arg("option", option));
        }
    }
}
