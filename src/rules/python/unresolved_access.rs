//! A function or a module whose name is made up when the program runs.

use crate::meaning::python::{Call, Certainty};
use crate::model::Severity;
use crate::rules::{Fail, Out, sources, trust};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if call.name().starts_with("operator.") {
        // It is named, and called where nobody sees by whom.
        let names = call.positional(0).map(|name| name.strings());
        let is_telling = |name: &str| {
            const TELLING: [&str; 8] = [
                "system",
                "popen",
                "Popen",
                "exec",
                "eval",
                "__import__",
                "__globals__",
                "__subclasses__",
            ];
            TELLING.contains(&name.rsplit('.').next().unwrap_or(name))
        };
        if names.is_some_and(|names| names.iter().any(|name| is_telling(name))) {
            let fail = Fail::new("default", out.site(call.range())).arg("call", call.name());
            out.fail(fail.certainty(Certainty::Unknown));
        }
        return;
    }
    let imports = matches!(
        call.name(),
        "__import__" | "importlib.import_module" | "importlib.__import__"
    );
    let site = out.site(call.range());
    if !imports {
        let mut fail = Fail::new("default", site).arg("call", call.name());
        // What is found by name in a module that is not known either is how plugins work.
        if call.name().starts_with('?') && !call.program().is_generated() {
            fail = fail.at_most(Severity::Info);
        }
        out.fail(fail.way(call.way()).certainty(Certainty::Unknown));
        return;
    }
    let Some(name) = call.argument(0, "name") else {
        return;
    };
    let certainty = name.certainty();
    let fail = match &certainty {
        Certainty::Constant => return,
        Certainty::Unknown => Fail::new("import", site),
        Certainty::Tainted(source) => {
            Fail::new(trust::key(&certainty), site).arg("source", sources::said(*source))
        }
    };
    let mut fail = fail.arg("call", call.name()).way(name.way());
    // Frameworks import what their settings name.
    let is_own = sources::is_own(call.program(), &certainty);
    if (is_own || certainty == Certainty::Unknown) && !call.program().is_generated() {
        fail = fail.at_most(Severity::Info);
    }
    out.fail(fail.certainty(certainty));
}
