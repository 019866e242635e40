//! An environment of Jinja that does not escape.

use crate::meaning::python::Call;
use crate::model::Confidence;
use crate::rules::in_programs::{last_part, truth};
use crate::rules::{Fail, Out};

/// Fails unless escaping is on, or decided by the name of the template.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let fail = |key| Fail::new(key, out.site(call.range())).arg("call", call.name());
    let Some(escape) = call.keyword("autoescape") else {
        let key = if call.has_unknown_arguments() {
            "open"
        } else {
            "default"
        };
        return out.fail(fail(key));
    };
    let names = escape.names();
    let decides = |name: &str| last_part(name) == "select_autoescape" && name.ends_with("()");
    match truth(escape.value()) {
        _ if !names.is_empty() && names.iter().all(|name| decides(name)) => {}
        Some(true) => {}
        Some(false) => out.fail(fail("off")),
        None => out.fail(fail("open").confidence(Confidence::Medium)),
    }
}
