//! A function or a module whose name is made up when the program runs.

use crate::meaning::python::{Call, Certainty};
use crate::model::Severity;
use crate::rules::{Fail, Out, sources};

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let imports = matches!(
        call.name(),
        "__import__" | "importlib.import_module" | "importlib.__import__"
    );
    let site = out.site(call.range());
    if !imports {
        let fail = Fail::new("default", site).arg("call", call.name());
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
            Fail::new("tainted", site).arg("source", sources::said(*source))
        }
    };
    let mut fail = fail.arg("call", call.name()).way(name.way());
    // Frameworks import what their settings name.
    if certainty == Certainty::Unknown && !call.program().is_generated() {
        fail = fail.at_most(Severity::Info);
    }
    out.fail(fail.certainty(certainty));
}
